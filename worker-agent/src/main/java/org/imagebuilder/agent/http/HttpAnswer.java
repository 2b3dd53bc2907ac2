package org.imagebuilder.agent.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a server said. */
public final class HttpAnswer {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] bytes;

  HttpAnswer(int status, Map<String, String> headers, byte[] bytes) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.bytes = bytes;
  }

  public int status() {
    return status;
  }

  /** By their names in lower case; of several with one name, the last. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body as text. */
  public String body() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The body as it came, for what is not text and for digests. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public boolean ok() {
    return status / 100 == 2;
  }

  /** The same request may well work a little later. */
  public boolean mayWorkLater() {
    return status >= 500 || status == 429 || status == 408;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** How long the server asks to be left alone, where it says so in seconds. */
  Optional<Duration> retryAfter() {
    return header("retry-after")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** Without headers and body, which may carry secrets. */
  @Override
  public String toString() {
    return "HttpAnswer[" + status + "]";
  }
}

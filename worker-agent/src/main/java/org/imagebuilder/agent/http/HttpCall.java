package org.imagebuilder.agent.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One request.
 *
 * @param body empty: none at all, as for a GET
 * @param connect how long a connection may take to come about
 * @param silence how long the server may say nothing
 * @param longestAnswer in bytes; a longer one is a failure
 * @param sent gets the number of bytes of the body that are on their way, again from zero with each
 *     attempt
 */
public record HttpCall(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<HttpBody> body,
    Duration connect,
    Duration silence,
    int longestAnswer,
    LongConsumer sent) {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final int LONGEST_ANSWER = 1 << 20;

  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /** A request without a body, with time-outs for a server that answers soon. */
  public static HttpCall of(String method, URI uri) {
    return new HttpCall(
        method, uri, Map.of(), Optional.empty(), CONNECT, SILENCE, LONGEST_ANSWER, sent -> {});
  }

  public HttpCall header(String name, String value) {
    return headers(Map.of(name, value));
  }

  /** Adds to those that are there. */
  public HttpCall headers(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new HttpCall(method, uri, all, body, connect, silence, longestAnswer, sent);
  }

  public HttpCall body(HttpBody newBody) {
    return new HttpCall(
        method, uri, headers, Optional.of(newBody), connect, silence, longestAnswer, sent);
  }

  public HttpCall timeouts(Duration newConnect, Duration newSilence) {
    return new HttpCall(method, uri, headers, body, newConnect, newSilence, longestAnswer, sent);
  }

  public HttpCall longestAnswer(int bytes) {
    return new HttpCall(method, uri, headers, body, connect, silence, bytes, sent);
  }

  public HttpCall sent(LongConsumer newSent) {
    return new HttpCall(method, uri, headers, body, connect, silence, longestAnswer, newSent);
  }

  /** Without headers, query and user, which carry secrets. */
  @Override
  public String toString() {
    String authority = String.valueOf(uri.getRawAuthority());
    String server = authority.substring(authority.lastIndexOf('@') + 1);
    return "%s %s://%s%s".formatted(method, uri.getScheme(), server, uri.getRawPath());
  }
}

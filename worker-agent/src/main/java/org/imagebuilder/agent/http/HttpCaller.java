package org.imagebuilder.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLHandshakeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls. They block their thread, and an interrupt ends them at once. Redirects are answers
 * like others.
 */
public final class HttpCaller {

  private static final Logger LOG = Logger.getLogger(HttpCaller.class);

  private static final int SMALL = 1 << 16;
  private static final int LARGEST_PORT = 0xffff;

  /** What a header cannot hold; a line's end in it would begin another one. */
  private static final Pattern NO_HEADER = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

  private final HttpTrust trust;
  private final HttpProxies proxies;

  public HttpCaller(HttpTrust trust, HttpProxies proxies) {
    this.trust = trust;
    this.proxies = proxies;
  }

  /** A call that no server would ever get, whose message repeats nothing of what it carries. */
  private static final class UnusableCallException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableCallException(String message) {
      super(message);
    }
  }

  /** Makes a call anew for each attempt: signatures carry the time, tokens expire. */
  public interface Attempt<X extends Exception> {
    HttpCall call() throws IOException, InterruptedException, X;
  }

  /** Makes one call; whatever the server answers is returned. */
  public HttpAnswer send(HttpCall call) throws IOException, InterruptedException {
    try {
      return exchange(call);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  /** Makes a call until it works, or the retry says no: then the last answer or failure stands. */
  public <X extends Exception> HttpAnswer send(HttpRetry retry, Attempt<X> attempt)
      throws IOException, InterruptedException, X {
    Backoff backoff = retry.backoff();
    for (int left = retry.attempts() - 1; ; left--) {
      Duration pause = backoff.nextPause();
      HttpCall call = attempt.call();
      try {
        HttpAnswer answer = send(call);
        if (left == 0 || !retry.again().test(answer)) {
          return answer;
        }
        LOG.warnf("A call is made again, call=%s, status=%d", call, answer.status());
        pause = longer(pause, answer, retry);
      } catch (IOException e) {
        if (left == 0 || isForGood(e)) {
          throw e;
        }
        LOG.warnf("A call is made again, call=%s, reason=%s", call, e);
      }
      Thread.sleep(pause);
    }
  }

  /** A certificate that is not believed now will not be believed later. */
  private static boolean isForGood(IOException failure) {
    return failure instanceof SSLHandshakeException || failure instanceof UnusableCallException;
  }

  private static Duration longer(Duration pause, HttpAnswer answer, HttpRetry retry) {
    Duration asked = answer.retryAfter().orElse(Duration.ZERO);
    Duration wanted = asked.compareTo(pause) > 0 ? asked : pause;
    return wanted.compareTo(retry.longest()) > 0 ? retry.longest() : wanted;
  }

  private HttpAnswer exchange(HttpCall call) throws IOException {
    HttpURLConnection connection = open(call);
    boolean read = false;
    try {
      IOException broken = write(connection, call);
      int status = status(connection, broken);
      HttpAnswer answer =
          new HttpAnswer(status, headers(connection), body(connection, status, call));
      // A connection whose answer was read to the end serves the next call, too.
      read = broken == null;
      return answer;
    } finally {
      if (!read) {
        connection.disconnect();
      }
    }
  }

  /** Of all this Java would find fault with us, and say so with the header's value. */
  private static void check(HttpCall call) throws UnusableCallException {
    URI uri = call.uri();
    if (!"https".equalsIgnoreCase(uri.getScheme()) && !"http".equalsIgnoreCase(uri.getScheme())) {
      throw new UnusableCallException("the address does not begin with https:// or http://");
    }
    if (uri.getPort() > LARGEST_PORT) {
      throw new UnusableCallException("there is no port " + uri.getPort());
    }
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      if (NO_HEADER.matcher(header.getValue()).find()) {
        throw new UnusableCallException(
            "what the header %s should say holds a line break or another control character"
                .formatted(header.getKey()));
      }
    }
  }

  private HttpURLConnection open(HttpCall call) throws IOException {
    check(call);
    HttpURLConnection connection = proxies.open(call.uri());
    if (connection instanceof HttpsURLConnection https) {
      trust.applyTo(https);
    }
    connection.setRequestMethod(call.method());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(Math.toIntExact(call.connect().toMillis()));
    connection.setReadTimeout(Math.toIntExact(call.silence().toMillis()));
    if (call.body().isPresent()) {
      // Otherwise Java calls every body a form.
      connection.setRequestProperty("Content-Type", "application/octet-stream");
    }
    call.headers().forEach(connection::setRequestProperty);
    return connection;
  }

  /** A server that refuses early closes the stream; its answer says more than the broken pipe. */
  private static @Nullable IOException write(HttpURLConnection connection, HttpCall call)
      throws IOException {
    if (call.body().isEmpty()) {
      return null;
    }
    HttpBody body = call.body().get();
    connection.setDoOutput(true);
    if (!(body instanceof HttpBody.Bytes && body.length() <= SMALL)) {
      // Of an answer 401 to a stream Java drops all but the status.
      connection.setFixedLengthStreamingMode(body.length());
    }
    OutputStream output = connection.getOutputStream();
    try (output) {
      body.writeTo(output, call.sent());
    } catch (IOException e) {
      return e;
    }
    return null;
  }

  private static int status(HttpURLConnection connection, @Nullable IOException broken)
      throws IOException {
    try {
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("The answer is not HTTP");
      }
      return status;
    } catch (IOException e) {
      throw broken == null ? e : broken;
    } catch (RuntimeException e) {
      // Java's own reader of headers is not ready for all that servers write there.
      throw new IOException("The answer's headers cannot be read", e);
    }
  }

  private static Map<String, String> headers(HttpURLConnection connection) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, List<String>> header : connection.getHeaderFields().entrySet()) {
      // The status line has no name.
      if (header.getKey() != null) {
        headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().getFirst());
      }
    }
    return headers;
  }

  private static byte[] body(HttpURLConnection connection, int status, HttpCall call)
      throws IOException {
    try (InputStream content =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      if (content == null) {
        return new byte[0];
      }
      byte[] bytes = content.readNBytes(call.longestAnswer());
      if (bytes.length == call.longestAnswer() && content.read() >= 0) {
        throw new IOException("The answer is longer than %d bytes".formatted(call.longestAnswer()));
      }
      return bytes;
    }
  }
}

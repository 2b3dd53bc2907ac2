package org.imagebuilder.agent.composer;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.imagebuilder.agent.http.HttpProxy;
import org.imagebuilder.agent.traces.TraceContext;

/**
 * Sends requests and reads answers, each within a time and a size; follows no redirect. Knows
 * nothing of what they mean.
 */
final class Wire {

  static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient client;
  private final Optional<String> proxyAuthorization;

  Wire(SSLContext tls, Optional<HttpProxy> proxy) {
    proxyAuthorization = proxy.flatMap(HttpProxy::authorization);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .sslContext(tls)
            .sslParameters(ComposerTrust.parameters())
            .proxy(
                proxy.map(it -> ProxySelector.of(it.address())).orElse(HttpClient.Builder.NO_PROXY))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * Makes one call.
   *
   * @param call of which one request is made
   * @param patience for all of it, to the last byte of the answer
   * @param longest bytes of the answer; a longer one is a failure
   */
  Reply send(HttpRequest.Builder call, Duration patience, int longest)
      throws IOException, InterruptedException {
    // It goes no further than to the proxy.
    proxyAuthorization.ifPresent(value -> call.setHeader("Proxy-Authorization", value));
    HttpRequest request = call.build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), longest));
    try {
      HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      // Of a proxy that opens no tunnel Java hands on the status alone.
      byte[] body = Objects.requireNonNullElseGet(response.body(), () -> new byte[0]);
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Location"),
          response.headers().firstValue(TraceContext.HEADER).flatMap(TraceContext::of),
          body);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw new SilenceException(
          "there was no whole answer within %d s".formatted(patience.toSeconds()));
    } finally {
      answer.cancel(true);
    }
  }

  private static IOException failure(ExecutionException failure) {
    return failure.getCause() instanceof IOException known
        ? known
        : new IOException(String.valueOf(failure.getCause()), failure);
  }

  /** A connection came about, and then nothing more. */
  static final class SilenceException extends IOException {
    private static final long serialVersionUID = 1L;

    SilenceException(String message) {
      super(message);
    }
  }
}

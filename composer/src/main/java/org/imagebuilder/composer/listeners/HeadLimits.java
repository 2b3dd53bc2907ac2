package org.imagebuilder.composer.listeners;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.imagebuilder.composer.errors.DoorException;

/**
 * How large the line and the headers of a request may be, at both doors. The servers themselves
 * take some more, so that whoever is a little above a limit is told so by a route, and keeps the
 * connection.
 */
@Singleton
final class HeadLimits implements HttpServerOptionsCustomizer {
  private static final int TIMES = 4;

  /** A colon, a blank and the end of the line. */
  private static final int BETWEEN = 4;

  private final int line;
  private final int headers;

  HeadLimits(
      @ConfigProperty(name = "quarkus.http.limits.max-initial-line-length") int line,
      @ConfigProperty(name = "quarkus.http.limits.max-header-size") MemorySize headers) {
    this.line = line;
    this.headers = Math.toIntExact(headers.asLongValue());
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setMaxInitialLineLength(TIMES * line);
    options.setMaxHeaderSize(TIMES * headers);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    customizeHttpServer(options);
  }

  /** Why a request is refused that a server could not read. */
  DoorException complaint(Throwable unreadable) {
    return switch (unreadable) {
      case TooLongHttpLineException tooLong -> DoorException.uriTooLong(line);
      case TooLongHttpHeaderException tooLarge -> DoorException.headTooLarge(headers);
      default -> DoorException.noHttp("the request is no HTTP/1.1, or has a forbidden character");
    };
  }

  /** Why this request is refused; empty when it is not. */
  Optional<DoorException> complaint(HttpServerRequest request) {
    if (request.uri().length() > line) {
      return Optional.of(DoorException.uriTooLong(line));
    }
    int bytes = 0;
    for (Map.Entry<String, String> header : request.headers()) {
      if (header.getKey().isEmpty()) {
        return Optional.of(DoorException.noHttp("a header has no name"));
      }
      bytes += header.getKey().length() + header.getValue().length() + BETWEEN;
    }
    return bytes > headers ? Optional.of(DoorException.headTooLarge(headers)) : Optional.empty();
  }
}

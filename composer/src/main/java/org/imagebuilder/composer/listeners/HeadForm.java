package org.imagebuilder.composer.listeners;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.imagebuilder.composer.errors.DoorException;

/**
 * Which heads of requests are HTTP that the layers below can deal with; they refuse the others
 * badly.
 */
final class HeadForm {
  private HeadForm() {}

  /** What is wrong with a head that could be read; empty when nothing is. */
  static Optional<DoorException> complaint(HttpServerRequest request) {
    if (request.version() == null) {
      return refused("only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    if (!hasPath(request)) {
      return refused("a path has to be asked for");
    }
    if (!isEncoded(request.uri())) {
      return refused(
          "the path or its parameters have a character that has to be percent-encoded, or is encoded wrongly");
    }
    return namesItsHost(request)
        ? Optional.empty()
        : refused("exactly one header Host with the name of a host has to be sent");
  }

  private static Optional<DoorException> refused(String how) {
    return Optional.of(DoorException.noHttp(how));
  }

  private static boolean hasPath(HttpServerRequest request) {
    String path = request.path();
    return path != null && path.startsWith("/");
  }

  /** Older callers need not send one, but a wrong one is of no use to anybody. */
  private static boolean namesItsHost(HttpServerRequest request) {
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    return hosts == 0
        ? request.version() == HttpVersion.HTTP_1_0
        : hosts == 1 && request.authority() != null;
  }

  private static boolean isEncoded(String uri) {
    if (isPlain(uri)) {
      return true;
    }
    try {
      new URI(uri);
      return true;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  /** Most are, and need not be taken apart. */
  private static boolean isPlain(String uri) {
    if (!uri.startsWith("/") || uri.startsWith("//")) {
      return false;
    }
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && "/-_.~?=&".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}

package org.imagebuilder.composer.identity;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.jspecify.annotations.Nullable;

/** Finds the token in a request: in its header, or else in a cookie. */
final class BearerToken {
  private static final String COOKIE = "cs_jwt";
  private static final Pattern SCHEME_AND_TOKEN = Pattern.compile("([a-zA-Z0-9]+)\\s+(.*)");

  private BearerToken() {}

  static String of(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && !header.isEmpty()) {
      return ofHeader(header);
    }
    @Nullable Cookie cookie = request.getCookie(COOKIE);
    if (cookie == null) {
      throw new UnauthenticatedException(
          "Request doesn't contain the 'Authorization' header or the 'cs_jwt' cookie");
    }
    return cookie.getValue();
  }

  static String ofHeader(String header) {
    Matcher parts = SCHEME_AND_TOKEN.matcher(header);
    if (!parts.matches()) {
      throw new UnauthenticatedException("Authorization header '" + header + "' is malformed");
    }
    if (!parts.group(1).equalsIgnoreCase("bearer")) {
      throw new UnauthenticatedException(
          "Authentication type '" + parts.group(1) + "' isn't supported");
    }
    return parts.group(2);
  }
}

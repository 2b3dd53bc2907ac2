package org.imagebuilder.imagebuilder.limits;

import io.vertx.core.http.HttpMethod;
import java.util.Locale;

/** Calls that draw from the same allowance. */
enum CallClass {
  /** Whatever changes nothing. */
  READS,
  /** Whatever may change something, but asks for no images. */
  WRITES,
  /** Calls that ask for images, one or more at a time. */
  COMPOSES;

  static CallClass of(HttpMethod method, String path) {
    if (method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.HEAD)
        || method.equals(HttpMethod.OPTIONS)) {
      return READS;
    }
    return method.equals(HttpMethod.POST) && path.endsWith("/compose") ? COMPOSES : WRITES;
  }

  /** How people call it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

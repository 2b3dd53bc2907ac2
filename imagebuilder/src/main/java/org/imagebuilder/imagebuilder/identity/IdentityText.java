package org.imagebuilder.imagebuilder.identity;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How identity headers are read: one document, with texts that are the same when stored. */
final class IdentityText {
  private static final int LONGEST_ORGANISATION = 255;

  private IdentityText() {}

  static ObjectMapper reader() {
    return new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** A database holds neither NUL nor half a character; two organisations could become one. */
  static boolean isWhole(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** In the standard alphabet with its padding, and nothing else. */
  static byte[] decoded(String header) {
    if (header.length() % 4 != 0) {
      throw new IllegalArgumentException("padding is missing");
    }
    return Base64.getDecoder().decode(header);
  }

  /** It keys rows and is looked up in an index, which holds no text of any length. */
  static boolean isOrganisation(String text) {
    return !text.isBlank() && text.length() <= LONGEST_ORGANISATION;
  }
}

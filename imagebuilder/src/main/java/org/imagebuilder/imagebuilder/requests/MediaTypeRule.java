package org.imagebuilder.imagebuilder.requests;

import java.util.Locale;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Bodies are JSON in UTF-8; parameters that say nothing else do no harm. */
final class MediaTypeRule {
  private MediaTypeRule() {}

  static void check(@Nullable String type) {
    String given = type == null ? "" : type;
    String[] parts = given.toLowerCase(Locale.ROOT).split(";", -1);
    if (!parts[0].trim().equals("application/json")) {
      throw new ApiException(ErrorCode.BODY_MEDIA_TYPE, given);
    }
    for (String parameter : parts) {
      String plain = parameter.replace("\"", "").replace(" ", "");
      if (plain.startsWith("charset=") && !plain.equals("charset=utf-8")) {
        throw new ApiException(ErrorCode.BODY_CHARSET);
      }
    }
  }
}

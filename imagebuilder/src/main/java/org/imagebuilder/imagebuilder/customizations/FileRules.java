package org.imagebuilder.imagebuilder.customizations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** What must hold for files before anybody decodes them. */
final class FileRules {
  private FileRules() {}

  static void check(JsonNode files) {
    for (JsonNode file : files) {
      if (file.path("data_encoding").asText().equals("base64")) {
        checkBase64(file);
      }
    }
  }

  private static void checkBase64(JsonNode file) {
    try {
      Base64.getDecoder().decode(file.path("data").asText(""));
    } catch (IllegalArgumentException failure) {
      throw new ApiException(
          ErrorCode.CUSTOMIZATION_INVALID,
          "customizations.files: the data of \""
              + file.path("path").asText()
              + "\" is no base64: "
              + failure.getMessage());
    }
  }
}

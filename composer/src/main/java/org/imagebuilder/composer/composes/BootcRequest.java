package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;

/**
 * The container that becomes the image.
 *
 * @param buildReference a container with the tools, where the first one has none
 * @param isoPayloadReference what an installer installs
 */
record BootcRequest(
    String reference, Optional<String> buildReference, Optional<String> isoPayloadReference) {
  /** Workers hand it to a tool as an argument, where a dash in front would mean something else. */
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][\\w.:/@+-]{0,1023}");

  static BootcRequest of(JsonNode bootc) {
    return new BootcRequest(
        checked(bootc.path("reference").asText(), "reference"),
        optional(bootc, "build_reference"),
        optional(bootc, "iso_payload_reference"));
  }

  private static Optional<String> optional(JsonNode bootc, String member) {
    return Trees.text(bootc, member).map(text -> checked(text, member));
  }

  private static String checked(String text, String member) {
    if (!REFERENCE.matcher(text).matches()) {
      throw ErrorCode.BAD_REQUEST.because(
          "bootc." + member + ": has to name a container, such as registry.example.com/os:1");
    }
    return text;
  }
}

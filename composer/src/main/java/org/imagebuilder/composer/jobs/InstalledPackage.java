package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A package of an image.
 *
 * @param sigmd5 empty where it is not known
 * @param checksum of the package's file
 */
public record InstalledPackage(
    String type,
    String name,
    String version,
    String release,
    @Nullable String epoch,
    String arch,
    String sigmd5,
    @Nullable String signature,
    @Nullable String checksum) {

  /** As osbuild tells of an rpm that it installed. */
  static InstalledPackage built(JsonNode told) {
    String gpg = text(told, "siggpg");
    return new InstalledPackage(
        "rpm",
        told.path("name").asText(),
        told.path("version").asText(),
        told.path("release").asText(),
        text(told, "epoch"),
        told.path("arch").asText(),
        told.path("sigmd5").asText(),
        gpg == null ? text(told, "sigpgp") : gpg,
        null);
  }

  /** As a solver tells of a package that it chose. */
  static InstalledPackage chosen(JsonNode told) {
    return new InstalledPackage(
        told.path("type").asText(),
        told.path("name").asText(),
        told.path("version").asText(),
        told.path("release").asText(),
        text(told, "epoch"),
        told.path("arch").asText(),
        told.path("sigmd5").asText(),
        null,
        text(told, "checksum"));
  }

  private static @Nullable String text(JsonNode told, String member) {
    JsonNode value = told.path(member);
    return value.isMissingNode() || value.isNull() || value.asText().isEmpty()
        ? null
        : value.asText();
  }
}

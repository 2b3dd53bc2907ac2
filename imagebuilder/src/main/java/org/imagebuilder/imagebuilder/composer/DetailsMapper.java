package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** Composer's details of a distribution in the public contract's form. */
final class DetailsMapper {
  private static final List<String> DISTRIBUTION =
      List.of(
          "name",
          "codename",
          "releasever",
          "os_version",
          "module_platform_id",
          "product",
          "ostree_ref");
  private static final List<String> IMAGE_TYPE =
      List.of(
          "name",
          "aliases",
          "filename",
          "mime_type",
          "ostree_ref",
          "iso_label",
          "default_size",
          "partition_type",
          "base_partition_table",
          "boot_mode",
          "payload_package_sets",
          "exports",
          "required_blueprint_options",
          "supported_blueprint_options");

  private DetailsMapper() {}

  static ObjectNode details(ComposerReply reply) {
    switch (reply.status()) {
      case 200 -> {}
      case 404 -> throw new ApiException(ErrorCode.DISTRIBUTION_UNKNOWN_TO_COMPOSER, reply.text());
      case 400 ->
          throw new ApiException(
              ErrorCode.DETAILS_REFUSED, reply.body().path("details").asText(reply.text()));
      default -> throw new ApiException(ErrorCode.DETAILS_FAILED, reply.status(), reply.text());
    }
    JsonNode body = reply.body();
    if (!body.path("name").isTextual()) {
      throw new ApiException(ErrorCode.DETAILS_UNREADABLE);
    }
    ObjectNode details = present(body, DISTRIBUTION);
    ObjectNode architectures = details.putObject("architectures");
    body.path("architectures")
        .properties()
        .forEach(each -> architectures.set(each.getKey(), architecture(each.getValue())));
    return details;
  }

  private static ObjectNode architecture(JsonNode architecture) {
    ObjectNode mapped = present(architecture, List.of("name"));
    ObjectNode types = mapped.putObject("image_types");
    architecture
        .path("image_types")
        .properties()
        .forEach(each -> types.set(each.getKey(), present(each.getValue(), IMAGE_TYPE)));
    return mapped;
  }

  // Composer says null where it has nothing to say; here such members are left out.
  private static ObjectNode present(JsonNode from, List<String> members) {
    ObjectNode mapped = JsonNodeFactory.instance.objectNode();
    members.stream().filter(from::hasNonNull).forEach(each -> mapped.set(each, from.get(each)));
    return mapped;
  }
}

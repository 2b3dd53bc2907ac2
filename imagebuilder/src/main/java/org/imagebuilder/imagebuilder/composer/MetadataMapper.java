package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** Composer's metadata of an image in the public contract's form. */
final class MetadataMapper {
  private static final List<String> ALWAYS =
      List.of("type", "name", "version", "release", "arch", "sigmd5");
  private static final List<String> AT_TIMES = List.of("epoch", "signature");

  private MetadataMapper() {}

  static ObjectNode metadata(ComposerReply reply) {
    if (reply.status() == 404) {
      throw new ApiException(ErrorCode.COMPOSE_UNKNOWN_TO_COMPOSER, reply.text());
    }
    if (reply.status() != 200 || !reply.body().isObject()) {
      throw new ApiException(ErrorCode.METADATA_REFUSED);
    }
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    JsonNode commit = reply.body().path("ostree_commit");
    if (commit.isTextual()) {
      metadata.set("ostree_commit", commit);
    }
    if (reply.body().path("packages") instanceof ArrayNode packages) {
      ArrayNode mapped = metadata.putArray("packages");
      packages.forEach(each -> mapped.add(mapped(each)));
    } else {
      metadata.putNull("packages");
    }
    return metadata;
  }

  private static ObjectNode mapped(JsonNode given) {
    ObjectNode mapped = JsonNodeFactory.instance.objectNode();
    ALWAYS.forEach(member -> mapped.put(member, given.path(member).asText("")));
    AT_TIMES.stream()
        .filter(given::hasNonNull)
        .forEach(member -> mapped.put(member, given.path(member).asText()));
    return mapped;
  }
}

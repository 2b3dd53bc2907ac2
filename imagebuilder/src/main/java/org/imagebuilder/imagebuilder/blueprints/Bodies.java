package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.customizations.Secrets;
import org.jspecify.annotations.Nullable;

/** What stands in the columns of a version, as trees. */
final class Bodies {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Bodies() {}

  /** A new version that says this, its keys apart. */
  static BlueprintVersion version(UUID blueprint, int number, Draft draft) {
    BlueprintVersion version = new BlueprintVersion();
    version.id = UUID.randomUUID();
    version.blueprintId = blueprint;
    version.version = number;
    version.body = Secrets.withoutKeys(draft.body()).toString();
    version.secrets = Secrets.keys(draft.body()).toString();
    return version;
  }

  static BlueprintDetails details(Blueprint blueprint, BlueprintVersion version) {
    return new BlueprintDetails(
        blueprint.id,
        blueprint.name,
        blueprint.description == null ? "" : blueprint.description,
        version.id,
        version.version,
        body(version),
        tree(version.snapshots));
  }

  /** What the version says, keys included. Versions of old may say more than belongs to one. */
  static ObjectNode body(BlueprintVersion version) {
    ObjectNode kept = tree(version.body).orElseGet(JSON::createObjectNode);
    ObjectNode body = Draft.of(kept).body();
    return tree(version.secrets).map(keys -> Secrets.withKeys(body, keys)).orElse(body);
  }

  private static Optional<ObjectNode> tree(@Nullable String text) {
    try {
      return text != null && JSON.readTree(text) instanceof ObjectNode tree
          ? Optional.of(tree)
          : Optional.empty();
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(failure);
    }
  }
}

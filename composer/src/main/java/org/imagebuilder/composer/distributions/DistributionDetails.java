package org.imagebuilder.composer.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What one distribution offers, as the API tells it: every architecture with its image types, all
 * members in alphabetical order.
 */
final class DistributionDetails {
  /** Members of a blueprint that stand beside its customizations. */
  private static final Set<String> BESIDE =
      Set.of("packages", "modules", "groups", "enabled_modules", "containers");

  private static final List<String> HEAD = List.of("distro");
  private static final List<String> TAIL = List.of("name", "version", "description");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Distribution distribution;
  private final JsonNode partitionTables;

  DistributionDetails(Distribution distribution, JsonNode partitionTables) {
    this.distribution = distribution;
    this.partitionTables = partitionTables;
  }

  /** The whole, or the parts that are named; a filter that names nothing lets all pass. */
  ObjectNode tree(Set<String> imageTypes, Set<String> architectures, String href) {
    ObjectNode offered = JSON.objectNode();
    for (String architecture : new TreeSet<>(distribution.architectures())) {
      if (architectures.isEmpty() || architectures.contains(architecture)) {
        ObjectNode types = imageTypes(architecture, imageTypes);
        if (!types.isEmpty()) {
          ObjectNode each = offered.putObject(architecture);
          each.set("image_types", types);
          each.put("name", architecture);
        }
      }
    }
    ObjectNode details = JSON.objectNode();
    details.set("architectures", offered);
    details
        .put("codename", distribution.codename())
        .put("href", href)
        .put("id", distribution.name())
        .put("kind", "DistributionDetails")
        .put("module_platform_id", distribution.text("module_platform_id"))
        .put("name", distribution.name())
        .put("os_version", distribution.text("os_version"))
        .put("product", distribution.text("product"))
        .put("releasever", distribution.text("releasever"));
    return details;
  }

  private ObjectNode imageTypes(String architecture, Set<String> wanted) {
    ObjectNode types = JSON.objectNode();
    for (Map.Entry<String, JsonNode> type : distribution.rows(architecture).entrySet()) {
      if (isWanted(type.getKey(), type.getValue(), wanted)) {
        types.set(type.getKey(), imageType(type.getKey(), type.getValue(), architecture));
      }
    }
    return types;
  }

  private static boolean isWanted(String name, JsonNode row, Set<String> wanted) {
    return wanted.isEmpty()
        || wanted.contains(name)
        || DataFiles.texts(row.path("aliases")).stream().anyMatch(wanted::contains);
  }

  private ObjectNode imageType(String name, JsonNode row, String architecture) {
    ObjectNode type = JSON.objectNode();
    type.set("aliases", row.has("aliases") ? row.get("aliases") : JSON.nullNode());
    if (row.has("partition_table")) {
      type.set("base_partition_table", partitionTables.path(row.path("partition_table").asText()));
    }
    type.put("boot_mode", row.path("boot_mode").asText())
        .put("default_size", row.path("default_size").asLong());
    type.set("exports", row.path("exports"));
    type.put("filename", distribution.text(row, "filename", architecture));
    if (row.has("iso_label")) {
      type.put("iso_label", distribution.text(row, "iso_label", architecture));
    }
    type.put("mime_type", row.path("mime_type").asText())
        .put("name", name)
        .put("ostree_ref", distribution.text(row, "ostree_ref", architecture))
        .put("partition_type", row.path("partition_type").asText());
    payload(type, row);
    List<String> required = DataFiles.texts(row.path("required"));
    if (required.isEmpty()) {
      type.putNull("required_blueprint_options");
    } else {
      options(type.putArray("required_blueprint_options")::add, required);
    }
    var supported = type.putArray("supported_blueprint_options");
    HEAD.forEach(supported::add);
    options(supported::add, distribution.customizations(row));
    TAIL.forEach(supported::add);
    return type;
  }

  private static void payload(ObjectNode type, JsonNode row) {
    if (row.has("payload_package_sets")) {
      type.set("payload_package_sets", row.get("payload_package_sets"));
    } else {
      type.putArray("payload_package_sets").add("blueprint");
    }
  }

  private static void options(Consumer<String> to, List<String> names) {
    names.forEach(name -> to.accept(BESIDE.contains(name) ? name : "customizations." + name));
  }
}

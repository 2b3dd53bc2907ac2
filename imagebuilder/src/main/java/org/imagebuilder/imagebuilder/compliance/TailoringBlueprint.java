package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.LinkedHashSet;
import java.util.Set;

/** The blueprint in TOML that the compliance service makes of a tailoring, as customizations. */
final class TailoringBlueprint {
  private static final TomlMapper TOML = new TomlMapper();

  private TailoringBlueprint() {}

  /** What it asks for, and nothing that is empty. Fails where the text is no blueprint. */
  static ObjectNode customizations(String toml) throws JsonProcessingException {
    JsonNode blueprint = TOML.readTree(toml);
    ObjectNode found = JsonNodeFactory.instance.objectNode();
    addPackages(found, blueprint);
    JsonNode asked = blueprint.path("customizations");
    addFilesystems(found, asked.path("filesystem"));
    addServices(found, asked.path("services"));
    addKernel(found, asked.path("kernel"));
    if (asked.path("fips").isBoolean()) {
      found.putObject("fips").set("enabled", asked.path("fips"));
    }
    return found;
  }

  private static void addFilesystems(ObjectNode found, JsonNode asked) {
    ArrayNode filesystems = found.arrayNode();
    for (JsonNode filesystem : asked) {
      JsonNode size =
          filesystem.has("minsize") ? filesystem.path("minsize") : filesystem.path("size");
      filesystems
          .addObject()
          .put("mountpoint", filesystem.path("mountpoint").asText())
          .put("min_size", DataSize.bytes(size));
    }
    set(found, "filesystem", filesystems);
  }

  private static void addServices(ObjectNode found, JsonNode asked) {
    ObjectNode services = found.objectNode();
    for (ServiceState state : ServiceState.values()) {
      if (asked.path(state.member()) instanceof ArrayNode names) {
        set(services, state.member(), names);
      }
    }
    set(found, "services", services);
  }

  private static void addKernel(ObjectNode found, JsonNode asked) {
    ObjectNode kernel = found.objectNode();
    for (String member : new String[] {"name", "append"}) {
      String text = asked.path(member).asText("");
      if (!text.isBlank()) {
        kernel.put(member, text);
      }
    }
    set(found, "kernel", kernel);
  }

  private static void addPackages(ObjectNode found, JsonNode blueprint) {
    Set<String> names = new LinkedHashSet<>();
    for (String kind : new String[] {"packages", "modules"}) {
      for (JsonNode each : blueprint.path(kind)) {
        String name = each.path("name").asText();
        String version = each.path("version").asText("");
        names.add(version.isEmpty() || version.equals("*") ? name : name + "-" + version);
      }
    }
    for (JsonNode group : blueprint.path("groups")) {
      names.add("@" + group.path("name").asText());
    }
    ArrayNode packages = found.arrayNode();
    names.forEach(packages::add);
    set(found, "packages", packages);
  }

  private static void set(ObjectNode holder, String member, JsonNode value) {
    if (!value.isEmpty()) {
      holder.set(member, value);
    }
  }
}

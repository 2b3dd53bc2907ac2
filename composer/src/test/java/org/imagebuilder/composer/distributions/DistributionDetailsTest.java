package org.imagebuilder.composer.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the data files by itself, in the plainest way, and expects the same of the answers. */
class DistributionDetailsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DistributionCatalog CATALOG = new DistributionCatalog();
  private static final Set<String> BESIDE =
      Set.of("packages", "modules", "groups", "enabled_modules", "containers");

  @ParameterizedTest
  @CsvSource({
    "rhel-7.9, rhel-7, 7, 9, 9",
    "rhel-8.5, rhel-8, 8, 5, 5",
    "rhel-8.10, rhel-8, 8, 10, 10",
    "rhel-9.0, rhel-9, 9, 0, 0",
    "rhel-9.6, rhel-9, 9, 6, 6",
    "rhel-10.1, rhel-10, 10, 1, 1",
    "almalinux-9.6, almalinux-9, 9, 6, 6",
    "rocky-8.9, rocky-8, 8, 9, 9",
    "ol-9.1, ol-9, 9, 1, 1",
    "fedora-41, fedora, 41, 0, 41",
    "fedora-43, fedora, 43, 0, 43",
    "centos-9, centos-9, 9, 0, 0",
    "eln-11, eln, 11, 0, 11",
    "debian-13, debian, 13, 0, 13",
  })
  void details_are_what_the_data_say(
      String name, String familyName, int major, int minor, int counts) throws IOException {
    JsonNode family = DataFiles.json(familyName);

    JsonNode details =
        JSON.readTree(
            JsonText.of(
                new DistributionDetails(
                        CATALOG.find(name).orElseThrow(), DataFiles.json("partition-tables"))
                    .tree(Set.of(), Set.of(), "here")));

    String filled = family.path("image_types").toString();
    filled = filled.replace("{major}", "" + major).replace("{minor}", "" + minor);
    assertThat(details.path("architectures"))
        .isEqualTo(JSON.readTree(expected(JSON.readTree(filled), counts).toString()));
  }

  @ParameterizedTest
  @CsvSource({"centos-9, centos-9", "rhel-9, rhel-9", "rhel-9.9, rhel-9", "fedora-43, fedora"})
  void the_list_has_the_repositories_that_the_data_give(String name, String familyName)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DistributionList(new DistributionCatalog()).writeTo(out);

    JsonNode listed = JSON.readTree(out.toByteArray()).path(name);

    JsonNode rows = DataFiles.json(familyName).path("repositories").path(name);
    listed
        .properties()
        .forEach(
            architecture ->
                architecture
                    .getValue()
                    .properties()
                    .forEach(
                        type -> {
                          ArrayNode names = JSON.createArrayNode();
                          for (JsonNode row : rows) {
                            if (has(row.path("architectures"), architecture.getKey())
                                && (!row.has("image_type_tags")
                                    || has(row.path("image_type_tags"), type.getKey()))) {
                              names.add(row.path("name").asText());
                            }
                          }
                          ArrayNode told = JSON.createArrayNode();
                          type.getValue().forEach(each -> told.add(each.path("name")));
                          assertThat(told).isEqualTo(names);
                        }));
    assertThat(listed.size()).isPositive();
  }

  private static ObjectNode expected(JsonNode types, int counts) {
    ObjectNode all = JSON.createObjectNode();
    for (String architecture :
        new TreeSet<>(Set.of("aarch64", "ppc64le", "riscv64", "s390x", "x86_64"))) {
      ObjectNode found = JSON.createObjectNode();
      types
          .properties()
          .forEach(
              type -> {
                for (JsonNode row : type.getValue()) {
                  if (has(row.path("architectures"), architecture)
                      && row.path("from").asInt(0) <= counts
                      && counts <= row.path("to").asInt(99)) {
                    found.set(type.getKey(), imageType(type.getKey(), row, architecture));
                  }
                }
              });
      if (!found.isEmpty()) {
        all.putObject(architecture).put("name", architecture).set("image_types", found);
      }
    }
    return all;
  }

  private static ObjectNode imageType(String name, JsonNode row, String architecture) {
    ObjectNode type = JSON.createObjectNode();
    type.put("name", name);
    type.set("aliases", row.has("aliases") ? row.get("aliases") : JSON.nullNode());
    for (String text : new String[] {"filename", "mime_type", "boot_mode"}) {
      type.put(text, row.path(text).asText());
    }
    type.put("ostree_ref", row.path("ostree_ref").asText("").replace("{arch}", architecture));
    type.put("partition_type", row.path("partition_type").asText(""));
    type.put("default_size", row.path("default_size").asLong(0));
    type.set("exports", row.path("exports"));
    type.putArray("payload_package_sets").add("blueprint");
    if (row.has("iso_label")) {
      type.put("iso_label", row.path("iso_label").asText().replace("{arch}", architecture));
    }
    if (row.has("partition_table")) {
      type.set(
          "base_partition_table",
          DataFiles.json("partition-tables").get(row.path("partition_table").asText()));
    }
    if (row.has("required")) {
      ArrayNode required = type.putArray("required_blueprint_options");
      row.path("required").forEach(each -> required.add("customizations." + each.asText()));
    } else {
      type.putNull("required_blueprint_options");
    }
    ArrayNode supported = type.putArray("supported_blueprint_options").add("distro");
    for (JsonNode each :
        DataFiles.json("customizations").path(row.path("customizations").asText())) {
      String option = each.asText();
      supported.add(BESIDE.contains(option) ? option : "customizations." + option);
    }
    supported.add("name").add("version").add("description");
    return type;
  }

  private static boolean has(JsonNode list, String text) {
    for (JsonNode each : list) {
      if (each.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }
}

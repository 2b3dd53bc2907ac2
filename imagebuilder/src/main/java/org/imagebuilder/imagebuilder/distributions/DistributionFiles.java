package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the data files; whatever is wrong with one stops the start and names the file. */
final class DistributionFiles {
  private static final String FOLDER = "/distributions/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private DistributionFiles() {}

  /** Every distribution under its name and its aliases, in the order of the index. */
  static Map<String, Distribution> read() {
    Map<String, Distribution> found = new LinkedHashMap<>();
    for (JsonNode name : json("index.json")) {
      JsonNode file = json(name.asText() + ".json");
      Distribution distribution = distribution(file);
      found.put(distribution.name(), distribution);
      file.path("aliases").forEach(alias -> found.put(alias.asText(), distribution));
    }
    return found;
  }

  private static Distribution distribution(JsonNode file) {
    String name = required(file, "name");
    Map<String, Architecture> architectures = new LinkedHashMap<>();
    file.path("architectures")
        .properties()
        .forEach(
            entry ->
                architectures.put(entry.getKey(), architecture(entry.getKey(), entry.getValue())));
    List<BootcImage> bootc = new ArrayList<>();
    file.path("bootc")
        .forEach(
            each ->
                bootc.add(
                    new BootcImage(
                        required(each, "type"),
                        required(each, "reference"),
                        texts(each.path("iso_payload_references")))));
    return new Distribution(
        name,
        required(file, "description"),
        file.path("composer_name").asText(name),
        file.path("restricted").asBoolean(),
        file.path("suite").asText(""),
        architectures,
        bootc);
  }

  private static Architecture architecture(String name, JsonNode node) {
    List<Repository> repositories = new ArrayList<>();
    node.path("repositories").forEach(each -> repositories.add(repository(each)));
    return new Architecture(name, texts(node.path("image_types")), repositories);
  }

  private static Repository repository(JsonNode node) {
    StringBuilder keys = new StringBuilder();
    texts(node.path("keys")).forEach(key -> keys.append(text("keys/" + key + ".asc")));
    return new Repository(
        required(node, "id"),
        node.path("baseurl").asText(""),
        node.path("metalink").asText(""),
        keys.toString(),
        node.path("check_gpg").asBoolean(),
        node.path("rhsm").asBoolean(),
        texts(node.path("image_types")));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static String required(JsonNode node, String member) {
    if (!node.path(member).isTextual()) {
      throw new IllegalStateException("a distribution's data lacks " + member + ": " + node);
    }
    return node.path(member).textValue();
  }

  private static JsonNode json(String file) {
    try {
      return JSON.readTree(text(file));
    } catch (IOException failure) {
      throw new UncheckedIOException("distributions/" + file, failure);
    }
  }

  private static String text(String file) {
    try (InputStream resource = DistributionFiles.class.getResourceAsStream(FOLDER + file)) {
      if (resource == null) {
        throw new IllegalStateException("distributions/" + file + " is not in the program");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("distributions/" + file, failure);
    }
  }
}

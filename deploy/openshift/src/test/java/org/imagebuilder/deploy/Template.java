package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A template as it lies in the repository, or what a test made of it.
 *
 * @param name that of its file, without its ending
 * @param yaml its text
 * @param tree the same with all anchors resolved
 */
record Template(String name, String yaml, JsonNode tree) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A parameter as the template declares it. */
  record Parameter(
      String name, String description, String value, boolean isRequired, boolean isMadeUp) {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(Repository.TEMPLATES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".yaml"))
          .map(file -> file.replace(".yaml", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Template of(String name) {
    return of(name, Repository.text("deploy/openshift/" + name + ".yaml"));
  }

  /** A key that stands twice is an error of the parser. */
  static Template of(String name, String yaml) {
    Object tree = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(yaml);
    return new Template(name, yaml, JSON.valueToTree(tree));
  }

  List<Parameter> parameters() {
    return tree.path("parameters").valueStream().map(Template::parameter).toList();
  }

  Optional<Parameter> parameter(String named) {
    return parameters().stream().filter(each -> each.name().equals(named)).findFirst();
  }

  List<JsonNode> objects() {
    return tree.path("objects").valueStream().toList();
  }

  private static Parameter parameter(JsonNode parameter) {
    return new Parameter(
        parameter.path("name").asText(),
        parameter.path("description").asText(),
        parameter.path("value").asText(""),
        parameter.path("required").asBoolean(false),
        parameter.has("generate"));
  }
}

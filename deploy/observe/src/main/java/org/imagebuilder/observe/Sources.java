package org.imagebuilder.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What people write by hand: rules, their tests, objectives and runbooks. */
record Sources(Path repository) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Path folder() {
    return repository.resolve("deploy/observe");
  }

  /** All rules in the order of their files. */
  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Path file : ruleFiles()) {
      for (JsonNode group : read(file).path("groups")) {
        group.path("rules").forEach(rule -> rules.add(rule(rule)));
      }
    }
    return rules;
  }

  List<Rule> alerts() {
    return rules().stream().filter(Rule::isAlert).toList();
  }

  List<Path> ruleFiles() {
    return files(folder().resolve("rules"), ".yaml");
  }

  /** What is promised. */
  List<JsonNode> objectives() {
    return files(folder().resolve("slo"), ".yaml").stream().map(Sources::read).toList();
  }

  List<JsonNode> ruleTests() {
    return files(folder().resolve("tests"), ".yaml").stream().map(Sources::read).toList();
  }

  List<Path> runbooks() {
    return files(repository.resolve("docs/runbooks"), ".md").stream()
        .filter(file -> !file.endsWith("README.md"))
        .toList();
  }

  private static Rule rule(JsonNode rule) {
    boolean isAlert = rule.has("alert");
    return new Rule(
        rule.path(isAlert ? "alert" : "record").asText(),
        isAlert,
        rule.path("expr").asText(),
        texts(rule.path("labels")),
        texts(rule.path("annotations")));
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException bad) {
      throw new UncheckedIOException(file + " cannot be read as YAML", bad);
    }
  }
}

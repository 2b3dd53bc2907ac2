package org.imagebuilder.composer.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.imagebuilder.composer.contracts.Contract;
import org.imagebuilder.composer.contracts.ExampleFile;
import org.imagebuilder.composer.contracts.Operation;
import org.junit.jupiter.api.Named;

/** The documents that composer serves, and the examples of what they take. */
final class ServedContracts {
  static final Contract CLOUD = read("composer");
  static final Contract WORKER = read("worker");

  private static final ObjectMapper JSON = new ObjectMapper();

  private ServedContracts() {}

  /** All operations of both doors. */
  static List<Operation> all() {
    return Stream.of(CLOUD, WORKER).flatMap(each -> each.operations().stream()).toList();
  }

  /** The same under names that a report can show. */
  static Stream<Named<Operation>> operations() {
    return all().stream().map(each -> Named.of(nameOf(each), each));
  }

  static Stream<Named<Operation>> operationsWithBodies() {
    return all().stream()
        .filter(each -> each.json("request").isPresent())
        .map(each -> Named.of(nameOf(each), each));
  }

  static Stream<Named<Operation>> operationsWithPathParameters() {
    return all().stream()
        .filter(each -> each.path().contains("{"))
        .map(each -> Named.of(nameOf(each), each));
  }

  static String nameOf(Operation operation) {
    return operation.contract() + " " + operation.method() + " " + operation.path();
  }

  static boolean isCloud(Operation operation) {
    return operation.contract().name().equals(CLOUD.name());
  }

  static String base(Contract contract) {
    return contract.root().at("/servers/0/url").asText();
  }

  static Optional<JsonNode> requestSchema(Operation operation) {
    return operation.json("request").map(body -> body.node().path("schema"));
  }

  /** Requests that are as they should be. */
  static List<JsonNode> examples(Operation operation) {
    List<JsonNode> found = new ArrayList<>();
    for (ExampleFile file : ExampleFile.in(operation.contract().name())) {
      if (file.operation().equals(operation.examplePrefix()) && file.kind().equals("request")) {
        found.add(file.read());
      }
    }
    return found;
  }

  /** By the name of a member, what examples have there. */
  static Map<String, List<JsonNode>> words() {
    Map<String, List<JsonNode>> words = new TreeMap<>();
    for (Operation operation : all()) {
      examples(operation).forEach(example -> collect(example, words));
    }
    return words;
  }

  private static void collect(JsonNode node, Map<String, List<JsonNode>> words) {
    node.properties()
        .forEach(
            member ->
                words
                    .computeIfAbsent(member.getKey(), name -> new ArrayList<>())
                    .add(member.getValue()));
    node.forEach(below -> collect(below, words));
  }

  private static Contract read(String name) {
    try (InputStream served =
        Thread.currentThread()
            .getContextClassLoader()
            .getResourceAsStream("openapi/" + name + ".json")) {
      if (served == null) {
        throw new IllegalStateException("no document " + name);
      }
      return new Contract(name, new ObjectMapper().readTree(served));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

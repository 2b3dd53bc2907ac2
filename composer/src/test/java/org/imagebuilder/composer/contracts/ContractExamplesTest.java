package org.imagebuilder.composer.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example shows what the contract promises. */
class ContractExamplesTest {
  private static final String SERVICES = "org.imagebuilder.composer.contracts.Contract#services";

  private final List<String> faults = new ArrayList<>();

  @ParameterizedTest
  @MethodSource(SERVICES)
  void every_body_has_an_example(Contract contract) {
    for (Operation operation : contract.operations()) {
      for (Operation.Body body : operation.bodies()) {
        if (!body.isBinary() && body.inline().isEmpty()) {
          faults.add(contract.fault(body.place(), "add an example"));
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(SERVICES)
  void an_example_in_a_document_fits_its_schema(Contract contract) {
    ExampleCheck check = new ExampleCheck(contract);
    for (Operation operation : contract.operations()) {
      for (Operation.Body body : operation.bodies()) {
        for (Operation.Inline inline : body.inline()) {
          check
              .faults(body.node().path("schema"), inline.value())
              .forEach(fault -> faults.add(contract.fault(inline.place(), fault)));
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.imagebuilder.composer.contracts.Contract#all")
  void an_example_of_a_value_fits_its_schema(Contract contract) {
    ExampleCheck check = new ExampleCheck(contract);
    contract.walk(
        (place, node) -> {
          JsonNode schema = Contract.isSchema(place) ? node : node.path("schema");
          if (node.has("example") && schema.isObject() && !place.contains("/content/")) {
            check
                .faults(schema, node.path("example"))
                .forEach(fault -> faults.add(contract.fault(place + "/example", fault)));
          }
        });

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(SERVICES)
  void a_file_of_an_operation_fits_its_schema(Contract contract) {
    ExampleCheck check = new ExampleCheck(contract);
    for (ExampleFile file : ExampleFile.in(contract.name())) {
      Optional<JsonNode> schema = file.isError() ? errorBody(contract) : bodyOf(contract, file);
      if (schema.isEmpty()) {
        faults.add(
            file.fault("name it OPERATION.request or OPERATION.STATUS, with or without more"));
        continue;
      }
      check.faults(schema.get(), file.read()).forEach(fault -> faults.add(file.fault(fault)));
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(SERVICES)
  void an_example_that_is_written_twice_is_the_same_twice(Contract contract) {
    List<ExampleFile> files = ExampleFile.in(contract.name());
    for (Operation operation : contract.operations()) {
      for (Operation.Body body : operation.bodies()) {
        for (Operation.Inline inline : body.inline()) {
          files.stream()
              .filter(inline::isIn)
              .filter(file -> !same(file.read(), inline.value()))
              .forEach(
                  file ->
                      faults.add(
                          contract.fault(inline.place(), "make it equal to the file " + file)));
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "older-jobs"})
  void a_file_of_a_job_fits_the_schema_of_its_type(String folder) {
    Contract worker = Contract.read("worker");
    ExampleCheck check = new ExampleCheck(worker);
    for (ExampleFile file : ExampleFile.in(folder)) {
      Optional<JsonNode> schema = schemaOfJob(worker, file);
      if (schema.isEmpty()) {
        faults.add(file.fault("name it TYPE.args, TYPE.result, TYPE.failed or TYPE.partial"));
        continue;
      }
      check.faults(schema.get(), file.read()).forEach(fault -> faults.add(file.fault(fault)));
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void a_file_of_a_target_fits_its_schema_with_its_options() {
    Contract worker = Contract.read("worker");
    ExampleCheck check = new ExampleCheck(worker);
    for (ExampleFile file : ExampleFile.in("targets")) {
      boolean result = file.ending().equals("result");
      JsonNode example = file.read();
      String whole = result ? "TargetResult" : "Target";
      check
          .faults(reference("#/components/schemas/" + whole), example)
          .forEach(fault -> faults.add(file.fault(fault)));
      if (!example.path("name").asText().equals(file.withoutEnding())) {
        faults.add(file.fault("let name be " + file.withoutEnding()));
      }
      optionsOf(worker, file, result)
          .filter(schema -> example.path("options").isObject())
          .ifPresent(
              schema ->
                  check
                      .faults(schema, example.path("options"))
                      .forEach(fault -> faults.add(file.fault("options: " + fault))));
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void every_job_type_and_every_target_has_its_examples() {
    Contract worker = Contract.read("worker");
    Set<String> wanted = new TreeSet<>();
    for (String folder : List.of("jobs", "older-jobs")) {
      for (String type : fieldNames(worker.root().path(typesOf(folder)))) {
        for (String kind : List.of("args", "result", "failed", "partial")) {
          wanted.add(folder + "/" + type + "." + kind + ".json");
        }
      }
    }
    for (String target : fieldNames(worker.root().path("x-targets"))) {
      wanted.add("targets/" + target + ".target.json");
      wanted.add("targets/" + target + ".result.json");
    }

    wanted.removeAll(ExampleFile.all().map(ExampleFile::toString).collect(Collectors.toSet()));

    assertThat(wanted).as("files to add below examples/").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-job-types", "x-older-job-types", "x-targets"})
  void a_table_of_schemas_names_schemas_that_exist(String table) {
    Contract worker = Contract.read("worker");
    worker
        .root()
        .path(table)
        .forEach(
            row ->
                row.forEach(
                    cell -> {
                      if (cell.asText().startsWith("#")
                          && worker.root().at(cell.asText().substring(1)).isMissingNode()) {
                        faults.add(worker.fault("/" + table, "point " + cell + " to a schema"));
                      }
                    }));

    assertThat(faults).isEmpty();
  }

  private static Optional<JsonNode> bodyOf(Contract contract, ExampleFile file) {
    return contract.operations().stream()
        .filter(operation -> operation.examplePrefix().equals(file.operation()))
        .flatMap(operation -> operation.json(file.kind()).stream())
        .map(body -> body.node().path("schema"))
        .findFirst();
  }

  private static Optional<JsonNode> errorBody(Contract contract) {
    return contract.operations().stream()
        .flatMap(operation -> operation.bodies().stream())
        .filter(body -> body.kind().matches("[45]\\d\\d"))
        .map(body -> body.node().path("schema"))
        .findFirst();
  }

  private static Optional<JsonNode> schemaOfJob(Contract worker, ExampleFile file) {
    JsonNode type = worker.root().path(typesOf(file.folder())).path(file.operation());
    return switch (file.ending()) {
      case "partial" -> Optional.of(reference("#/components/schemas/PartialResult"));
      case "args" -> Optional.of(reference(type.path("args").asText()));
      case "result", "failed" -> Optional.of(reference(type.path("result").asText()));
      default -> Optional.empty();
    };
  }

  private static String typesOf(String folder) {
    return folder.equals("jobs") ? "x-job-types" : "x-older-job-types";
  }

  private static Optional<JsonNode> optionsOf(Contract worker, ExampleFile file, boolean result) {
    JsonNode row = worker.root().path("x-targets").path(file.withoutEnding());
    String schema = row.path(result ? "result_options" : "options").asText();
    return schema.isEmpty() ? Optional.empty() : Optional.of(reference(schema));
  }

  private static ObjectNode reference(String place) {
    return JsonNodeFactory.instance.objectNode().put("$ref", place);
  }

  /** Equal as JSON: a number that fits an int is the same number as a long. */
  private static boolean same(JsonNode one, JsonNode other) {
    return one.toString().equals(other.toString()) || one.equals(other);
  }

  private static List<String> fieldNames(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}

package org.imagebuilder.composer.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of a job in the contract fits its schema and survives its record. */
class JobContractTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples", "jobs");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_fits_the_schema_of_its_job_type(Path file) throws IOException {
    Set<ValidationMessage> faults = validate(schemaOf(file), JSON.readTree(Files.readString(file)));

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_loses_nothing_in_its_record(Path file) throws IOException {
    JsonNode example = JSON.readTree(Files.readString(file));
    if (kind(file).equals("partial")) {
      assertThat(ResultSummary.read(example.toString()).progress()).isNotNull();
      return;
    }
    Class<?> record = kind(file).equals("args") ? type(file).args() : type(file).result();

    JsonNode written = JobJson.MAPPER.valueToTree(JobJson.read(example.toString(), record));

    assertThat(lost(example, written, "")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void a_result_is_judged_as_its_name_says(Path file) throws IOException {
    if (!Set.of("result", "failed").contains(kind(file))) {
      return;
    }

    Outcome outcome = Outcome.of(type(file), Files.readString(file));

    assertThat(outcome.succeeded()).isEqualTo(kind(file).equals("result"));
  }

  @Test
  void every_job_type_of_the_contract_is_known_and_has_examples() throws IOException {
    Set<String> known =
        Arrays.stream(JobType.values()).map(JobType::wireName).collect(Collectors.toSet());

    Set<String> inContract = new TreeSet<>();
    contract().path("x-job-types").fieldNames().forEachRemaining(inContract::add);

    assertThat(inContract).containsExactlyInAnyOrderElementsOf(known);
    assertThat(examples().stream().map(JobContractTest::typeName).collect(Collectors.toSet()))
        .isEqualTo(inContract);
  }

  @Test
  void every_job_error_of_the_contract_is_in_the_catalogue() {
    for (JsonNode error : contract().path("x-job-errors")) {
      JobErrorCode code = JobErrorCode.withNumber(error.path("id").asInt()).orElseThrow();

      assertThat(code.statusClass()).as(code.name()).isEqualTo(error.path("class").asText());
      assertThat(code.isDependency())
          .as(code.name())
          .isEqualTo(error.path("dependency").asBoolean());
    }
  }

  /** What is in the example and not in what was written, by path. */
  private static Set<String> lost(JsonNode example, JsonNode written, String path) {
    Set<String> lost = new TreeSet<>();
    if (example.isObject()) {
      for (Map.Entry<String, JsonNode> member : example.properties()) {
        if (!member.getValue().isNull()) {
          lost.addAll(
              lost(member.getValue(), written.path(member.getKey()), path + "/" + member.getKey()));
        }
      }
    } else if (example.isArray()) {
      for (int i = 0; i < example.size(); i++) {
        lost.addAll(lost(example.get(i), written.path(i), path + "/" + i));
      }
    } else if (!example.asText().equals(written.asText())) {
      lost.add(path);
    }
    return lost;
  }

  private static Set<ValidationMessage> validate(String schema, JsonNode example) {
    ObjectNode root = JSON.createObjectNode();
    root.put("$ref", schema);
    root.set("components", contract().path("components"));
    return JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            factory ->
                factory
                    .metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()))
        .getSchema(root, SchemaValidatorsConfig.builder().build())
        .validate(example);
  }

  private static String schemaOf(Path file) {
    return switch (kind(file)) {
      case "partial" -> "#/components/schemas/PartialResult";
      case "args" -> contract().path("x-job-types").path(typeName(file)).path("args").asText();
      // A job that was never run to its end has no more than its error.
      case "failed" ->
          file.getFileName().toString().contains(".lost.")
              ? "#/components/schemas/PartialResult"
              : contract().path("x-job-types").path(typeName(file)).path("result").asText();
      default -> contract().path("x-job-types").path(typeName(file)).path("result").asText();
    };
  }

  private static JobType type(Path file) {
    return JobType.ofWire(typeName(file)).orElseThrow();
  }

  private static String typeName(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf('.'));
  }

  private static String kind(Path file) {
    String[] parts = file.getFileName().toString().split("\\.", -1);
    return parts[parts.length - 2];
  }

  private static JsonNode contract() {
    try (InputStream file = JobContractTest.class.getResourceAsStream("/openapi/worker.json")) {
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

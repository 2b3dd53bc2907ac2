package org.imagebuilder.composer.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document is whole and says of everything in it what it is. */
class ContractDocumentTest {
  private static final String DOCUMENTS = "org.imagebuilder.composer.contracts.Contract#all";
  private static final String SERVICES = "org.imagebuilder.composer.contracts.Contract#services";
  private static final Pattern PATH_VARIABLE = Pattern.compile("\\{([^}]+)}");
  private static final Pattern SCHEMA_IN_WORDS = Pattern.compile("[`/]([A-Z][A-Za-z0-9]+)[`\"]");
  private static final Map<String, List<String>> SERVERS =
      Map.of(
          "worker", List.of("/api/image-builder-worker/v1", "/api/worker/v1"),
          "composer", List.of("/api/image-builder-composer/v2"),
          "imagebuilder", List.of("/api/image-builder/v1", "/api/image-builder/v1.0"));

  private final List<String> faults = new ArrayList<>();

  @ParameterizedTest
  @MethodSource(DOCUMENTS)
  void a_document_parses_without_a_warning(Contract contract) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    Path file = contract.file().toAbsolutePath();

    List<String> warnings =
        new OpenAPIV3Parser().readLocation(file.toString(), List.of(), options).getMessages();

    assertThat(warnings).as(contract.name()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOCUMENTS)
  void every_reference_leads_somewhere(Contract contract) {
    contract.walk(
        (place, node) -> {
          if (node.path("$ref").isTextual() && contract.resolve(node).isMissingNode()) {
            faults.add(contract.fault(place, "point $ref to something that exists"));
          }
        });

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOCUMENTS)
  void every_component_is_used(Contract contract) {
    Set<String> used = new HashSet<>();
    Contract.all().forEach(document -> collectReferences(document, used));

    for (String kind : List.of("schemas", "responses", "parameters", "examples", "headers")) {
      for (Map.Entry<String, JsonNode> component :
          contract.root().at("/components/" + kind).properties()) {
        String place = "/components/" + kind + "/" + component.getKey();
        if (!used.contains(contract.name() + "#" + place)) {
          faults.add(contract.fault(place, "take it out, nothing refers to it"));
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(SERVICES)
  void an_operation_has_id_tag_summary_and_description(Contract contract) {
    Set<String> ids = new HashSet<>();
    for (Operation operation : contract.operations()) {
      for (String member : List.of("operationId", "summary", "description")) {
        if (operation.node().path(member).asText().isBlank()) {
          faults.add(contract.fault(operation.place(), "add " + member));
        }
      }
      if (!ids.add(operation.id())) {
        faults.add(contract.fault(operation.place(), "choose an operationId of its own"));
      }
      JsonNode tags = operation.node().path("tags");
      if (tags.size() != 1 || !contract.tags().contains(tags.get(0).asText())) {
        faults.add(contract.fault(operation.place(), "give it one of the tags " + contract.tags()));
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(SERVICES)
  void an_operation_says_how_it_fails(Contract contract) {
    for (Operation operation : contract.operations()) {
      for (String hundred : List.of("4", "5")) {
        if (operation.answers().stream().noneMatch(a -> a.status().startsWith(hundred))) {
          faults.add(contract.fault(operation.place(), "add an answer " + hundred + "xx"));
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(SERVICES)
  void the_variables_of_a_path_are_its_path_parameters(Contract contract) {
    for (Operation operation : contract.operations()) {
      Set<String> declared =
          operation.parameters().stream()
              .filter(parameter -> parameter.path("in").asText().equals("path"))
              .filter(parameter -> parameter.path("required").asBoolean())
              .map(parameter -> parameter.path("name").asText())
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> named =
          PATH_VARIABLE
              .matcher(operation.path())
              .results()
              .map(match -> match.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      if (!declared.equals(named)) {
        faults.add(
            contract.fault(
                operation.place(), "declare " + named + " as required path parameters, no other"));
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(SERVICES)
  void the_servers_are_the_known_base_paths(Contract contract) {
    List<String> urls =
        StreamSupport.stream(contract.root().path("servers").spliterator(), false)
            .map(server -> server.path("url").asText())
            .toList();

    assertThat(urls).isEqualTo(SERVERS.get(contract.name()));
  }

  @ParameterizedTest
  @MethodSource(DOCUMENTS)
  void everything_public_is_described(Contract contract) {
    contract.walk(
        (place, node) -> {
          if (isPublic(place) && !isDescribed(contract, node)) {
            faults.add(contract.fault(place, "add a description"));
          }
        });

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOCUMENTS)
  void a_schema_with_members_says_that_it_is_an_object(Contract contract) {
    contract.schemas(
        (place, schema) -> {
          if (schema.has("properties") && !schema.path("type").asText().equals("object")) {
            faults.add(contract.fault(place, "add type: object"));
          }
          if (schema.path("type").asText().equals("array") && !schema.has("items")) {
            faults.add(contract.fault(place, "add items"));
          }
        });

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOCUMENTS)
  void a_required_member_is_a_member(Contract contract) {
    contract.schemas(
        (place, schema) -> {
          for (JsonNode required : schema.path("required")) {
            if (schema.has("properties") && !schema.path("properties").has(required.asText())) {
              faults.add(contract.fault(place, "describe the required member " + required));
            }
          }
        });

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(DOCUMENTS)
  void an_enumeration_names_each_word_once(Contract contract) {
    contract.schemas(
        (place, schema) -> {
          Set<JsonNode> words = new HashSet<>();
          for (JsonNode word : schema.path("enum")) {
            if (!words.add(word)) {
              faults.add(contract.fault(place + "/enum", "name " + word + " once"));
            }
          }
        });

    assertThat(faults).isEmpty();
  }

  private static void collectReferences(Contract document, Set<String> used) {
    for (JsonNode reference : document.root().findValues("$ref")) {
      String text = reference.asText();
      used.add(text.startsWith("#") ? document.name() + text : text.replace(".yaml#", "#"));
    }
    // What is JSON of any shape names its schemas in the tables and in words.
    SCHEMA_IN_WORDS
        .matcher(document.root().toString())
        .results()
        .forEach(match -> used.add(document.name() + "#/components/schemas/" + match.group(1)));
  }

  private static boolean isPublic(String place) {
    return place.matches(
        ".*/parameters/[^/]+|.*/headers/[^/]+|.*/properties/[^/]+|/components/schemas/[^/]+"
            + "|.*/responses/[^/]+|/tags/\\d+|/servers/\\d+|.*/securitySchemes/[^/]+");
  }

  private static boolean isDescribed(Contract contract, JsonNode node) {
    JsonNode target = contract.resolve(node);
    if (!target.path("description").asText().isBlank()) {
      return true;
    }
    return StreamSupport.stream(target.path("allOf").spliterator(), false)
        .anyMatch(part -> isDescribed(contract, part));
  }
}

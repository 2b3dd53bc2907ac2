package org.imagebuilder.composer.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors are told in one way, with numbers that the catalogue knows. */
class ContractErrorsTest {
  /**
   * The ways in which a description names numbers: a table's first column, `Number 4`, `(4, 5)`.
   */
  private static final Pattern NUMBERS =
      Pattern.compile("(?m)^\\| (\\d+(?:, \\d+)*) \\||Number (\\d+)\\b|\\((\\d+(?:, \\d+)*)\\)");

  private final List<String> faults = new ArrayList<>();

  @ParameterizedTest
  @MethodSource("org.imagebuilder.composer.contracts.Contract#services")
  void all_errors_of_a_service_have_one_body(Contract contract) {
    Set<JsonNode> schemas = new java.util.HashSet<>();
    for (Operation operation : contract.operations()) {
      operation.bodies().stream()
          .filter(body -> body.kind().matches("[45]\\d\\d"))
          .filter(body -> body.mediaType().equals("application/json"))
          .forEach(body -> schemas.add(body.node().path("schema")));
    }

    assertThat(schemas).as(contract.name()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "composer"})
  void an_answer_names_numbers_of_the_catalogue_with_its_own_status(String name) {
    Contract contract = Contract.read(name);
    Map<Integer, JsonNode> catalogue = contract.catalogue();
    for (Operation operation : contract.operations()) {
      for (Operation.Answer answer : operation.answers()) {
        if (!answer.isError()) {
          continue;
        }
        for (int number : numbersOf(answer)) {
          JsonNode entry = catalogue.get(number);
          if (entry == null || !statuses(entry).contains(answer.status())) {
            faults.add(
                contract.fault(
                    answer.place(),
                    "name no number " + number + ", or list it in x-errors with this status"));
          }
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "composer"})
  void the_catalogue_and_the_example_files_are_the_same_list(String name) {
    Contract contract = Contract.read(name);
    Set<String> wanted = new TreeSet<>();
    contract.catalogue().keySet().forEach(number -> wanted.add("error-" + number + ".json"));
    Set<String> there = new TreeSet<>();
    ExampleFile.in(name).stream()
        .filter(ExampleFile::isError)
        .forEach(file -> there.add(file.name()));

    assertThat(there).as("examples/" + name).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "composer"})
  void an_example_of_an_error_says_what_the_catalogue_says(String name) {
    Contract contract = Contract.read(name);
    for (ExampleFile file : ExampleFile.in(name)) {
      if (!file.isError()) {
        continue;
      }
      JsonNode example = file.read();
      String number = file.operation().replace("error-", "");
      JsonNode entry = contract.catalogue().get(Integer.valueOf(number));
      String base = contract.root().at("/servers/0/url").asText();
      expect(file, example, "id", number);
      expect(file, example, "href", base + "/errors/" + number);
      expect(file, example, "kind", "Error");
      expect(file, example, "code", prefix(name) + number);
      // The reason of 401 alone varies: it says what is wrong with the token.
      if (entry != null && !number.equals("401")) {
        expect(file, example, "reason", entry.path("reason").asText());
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void the_catalogue_of_the_compose_API_is_the_one_of_the_program() {
    List<String> documented = new ArrayList<>();
    Contract.read("composer")
        .catalogue()
        .forEach(
            (number, entry) ->
                documented.add(
                    row(number, entry.path("status").asInt(), entry.path("reason").asText())));

    List<String> coded =
        Arrays.stream(ErrorCode.values())
            .map(code -> row(code.number(), code.status(), code.reason()))
            .toList();

    assertThat(documented).containsExactlyInAnyOrderElementsOf(coded);
  }

  /** What breaks a rule, status 422, carries the rule's name. */
  @Test
  void an_error_of_the_public_API_carries_its_status_as_title() {
    for (ExampleFile file : ExampleFile.in("imagebuilder")) {
      if (file.isError() && !file.operation().equals("error-422")) {
        String status = file.operation().replace("error-", "");
        expect(file, file.read().path("errors").path(0), "title", status);
      }
    }
    for (Operation operation : Contract.read("imagebuilder").operations()) {
      for (Operation.Body body : operation.bodies()) {
        body.inline().stream()
            .filter(inline -> body.kind().matches("[45]\\d\\d") && !body.kind().equals("422"))
            .filter(inline -> !inline.value().at("/errors/0/title").asText().equals(body.kind()))
            .forEach(
                inline ->
                    faults.add(
                        operation.contract().fault(inline.place(), "let title be " + body.kind())));
      }
    }

    assertThat(faults).isEmpty();
  }

  private void expect(ExampleFile file, JsonNode example, String member, String value) {
    if (!example.path(member).asText().equals(value)) {
      faults.add(file.fault("let " + member + " be '" + value + "'"));
    }
  }

  /** Every number that the answer's description or an example of it names. */
  private static Set<Integer> numbersOf(Operation.Answer answer) {
    Set<Integer> numbers = new TreeSet<>();
    Matcher matcher = NUMBERS.matcher(answer.node().path("description").asText());
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        String found = matcher.group(group);
        if (found != null) {
          Arrays.stream(found.split(", ", -1)).map(Integer::valueOf).forEach(numbers::add);
        }
      }
    }
    answer.operation().bodies().stream()
        .filter(body -> body.kind().equals(answer.status()))
        .flatMap(body -> body.inline().stream())
        .forEach(inline -> numbers.add(inline.value().path("id").asInt()));
    return numbers;
  }

  /** The status of a number, and another one that some answers give it. */
  private static Set<String> statuses(JsonNode entry) {
    return Set.of(entry.path("status").asText(), entry.path("also").asText());
  }

  private static String row(int number, int status, String reason) {
    return number + " " + status + " " + reason;
  }

  private static String prefix(String name) {
    return "IMAGE-BUILDER-" + name.toUpperCase(java.util.Locale.ROOT) + "-";
  }
}

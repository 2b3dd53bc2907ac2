package org.imagebuilder.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's tables say of each parameter what is so. */
class ReadmeTest {
  private static final Pattern NAMED = Pattern.compile("\\$\\{\\{?([A-Z0-9_]+)}");

  static List<String> templates() {
    return Template.names();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void each_parameter_has_a_row_with_its_default_and_its_meaning(String name) {
    List<String> rows =
        ParameterRow.of(name).stream()
            .map(row -> "%s | %s | %s".formatted(row.name(), row.standard(), row.meaning()))
            .toList();

    assertThat(rows)
        .isEqualTo(
            Template.of(name).parameters().stream()
                .map(
                    each ->
                        "%s | %s | %s".formatted(each.name(), standard(each), each.description()))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("templates")
  void the_readers_of_a_parameter_are_the_variables_that_it_ends_in(String name) {
    Map<String, Set<String>> readers = new TreeMap<>();
    Template template = Template.of(name);
    template.parameters().forEach(each -> readers.put(each.name(), new TreeSet<>()));
    template.objects().forEach(object -> collect(object, readers));

    assertThat(
            ParameterRow.of(name).stream()
                .collect(Collectors.toMap(ParameterRow::name, row -> new TreeSet<>(row.readers()))))
        .isEqualTo(readers);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void a_default_is_of_the_kind_that_its_row_names(String name) {
    assertThat(ParameterRow.of(name))
        .filteredOn(row -> row.standard().startsWith("`") || row.standard().equals("none"))
        .allSatisfy(
            row ->
                assertThat(row.kind().takes().test(row.standard().replaceAll("^none$|`", "")))
                    .as(row.name())
                    .isTrue());
  }

  private static String standard(Template.Parameter parameter) {
    if (parameter.isRequired()) {
      return "needed";
    }
    if (parameter.isMadeUp()) {
      return "made up";
    }
    return parameter.value().isEmpty() ? "none" : "`" + parameter.value() + "`";
  }

  private static void collect(JsonNode node, Map<String, Set<String>> readers) {
    if (node.path("value").isTextual() && node.path("name").isTextual()) {
      NAMED
          .matcher(node.path("value").asText())
          .results()
          .map(found -> found.group(1))
          .filter(readers::containsKey)
          .forEach(
              parameter ->
                  readers
                      .computeIfAbsent(parameter, it -> new TreeSet<>())
                      .add(node.path("name").asText()));
    }
    node.forEach(inner -> collect(inner, readers));
  }
}

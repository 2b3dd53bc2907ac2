package org.imagebuilder.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of parameters, as a file for {@code oc process --param-file} has them. */
record Values(Map<String, String> given) {
  Values {
    given = Map.copyOf(given);
  }

  /** The example that lies beside the templates. */
  static Values example(String template) {
    return read(Repository.TEMPLATES.resolve("examples/" + template + ".env"));
  }

  static Values read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith("#")) {
          values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Values(values);
  }

  Values with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(given);
    more.put(name, value);
    return new Values(more);
  }

  Values without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(given);
    fewer.remove(name);
    return new Values(fewer);
  }

  /** What each parameter of a template becomes. */
  Map<String, String> complete(Template template) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Template.Parameter each : template.parameters()) {
      String standard = each.isMadeUp() ? "made-up" : each.value();
      all.put(each.name(), given.getOrDefault(each.name(), standard));
    }
    return all;
  }

  /** A sentence for each value that is missing, unknown or wrong. */
  List<String> problems(Template template) {
    List<String> problems = new ArrayList<>();
    for (String name : given.keySet()) {
      if (template.parameter(name).isEmpty()) {
        problems.add("%s has no parameter %s".formatted(template.name(), name));
      }
    }
    List<ParameterRow> rows = ParameterRow.of(template.name());
    for (Template.Parameter each : template.parameters()) {
      String value = given.getOrDefault(each.name(), each.value());
      if (each.isRequired() && value.isEmpty()) {
        problems.add(
            "%s needs the parameter %s: %s"
                .formatted(template.name(), each.name(), each.description()));
      } else if (!(each.isMadeUp() && value.isEmpty())) {
        kind(rows, each.name())
            .filter(kind -> !kind.takes().test(value))
            .ifPresent(kind -> problems.add(wrong(template, each.name(), value, kind)));
      }
    }
    return problems;
  }

  private static Optional<Kind> kind(List<ParameterRow> rows, String name) {
    return rows.stream().filter(row -> row.name().equals(name)).map(ParameterRow::kind).findFirst();
  }

  // A secret may stand here.
  private static String wrong(Template template, String name, String value, Kind kind) {
    String shown = name.contains("PASSWORD") ? "its value" : "\"" + value + "\"";
    return "%s: the parameter %s takes %s, not %s"
        .formatted(template.name(), name, kind.phrase(), shown);
  }
}

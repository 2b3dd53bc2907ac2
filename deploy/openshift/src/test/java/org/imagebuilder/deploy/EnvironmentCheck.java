package org.imagebuilder.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Each variable is one that the program reads, and stands once. */
final class EnvironmentCheck implements Check {
  /** Those of the image of PostgreSQL, which is not ours. */
  private static final List<String> OF_POSTGRESQL =
      List.of(
          "POSTGRESQL_USER",
          "POSTGRESQL_PASSWORD",
          "POSTGRESQL_DATABASE",
          "POSTGRESQL_MAX_CONNECTIONS");

  @Override
  public Stream<String> problems(Processed template) {
    Optional<Program> program = Program.of(template.template().name());
    return template.pods().stream()
        .flatMap(pod -> pod.containers().stream())
        .flatMap(container -> problems(container, program));
  }

  private static Stream<String> problems(Pod.Container container, Optional<Program> program) {
    Set<String> seen = new HashSet<>();
    Stream<String> twice =
        names(container)
            .filter(name -> !seen.add(name) && !container.pod().isClowder())
            .map(name -> "%s: %s is set twice".formatted(container.title(), name));
    Stream<String> unread =
        names(container)
            .filter(
                name ->
                    program
                        .map(each -> !each.reads(name))
                        .orElseGet(() -> !OF_POSTGRESQL.contains(name)))
            .map(
                name ->
                    "%s: %s reads no variable %s"
                        .formatted(
                            container.title(),
                            program.map(Program::module).orElse("the image"),
                            name));
    return Stream.concat(twice, unread);
  }

  private static Stream<String> names(Pod.Container container) {
    return container.environment().stream().map(each -> each.path("name").asText());
  }
}

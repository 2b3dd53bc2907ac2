package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Each container asks for what it needs, and is not killed at what was measured. */
final class SizesCheck implements Check {
  private static final Pattern MEBIBYTES = Pattern.compile("(\\d+) MiB");
  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);

  @Override
  public Stream<String> problems(Processed template) {
    List<String> problems = new ArrayList<>();
    for (Pod pod : template.pods()) {
      pod.containers().stream()
          .filter(each -> !(pod.isClowder() && each.isFirst()))
          .forEach(each -> container(each, problems));
      Program.of(template.template().name()).ifPresent(program -> measured(program, pod, problems));
      pod.owner()
          .at("/spec/volumeClaimTemplates")
          .valueStream()
          .filter(claim -> claim.at("/spec/resources/requests/storage").isMissingNode())
          .forEach(claim -> problems.add(pod.title() + ": a volume has to say its storage"));
    }
    return problems.stream();
  }

  private static void container(Pod.Container container, List<String> problems) {
    JsonNode resources = container.spec().path("resources");
    for (String what : List.of("cpu", "memory")) {
      JsonNode request = resources.path("requests").path(what);
      JsonNode limit = resources.path("limits").path(what);
      if (request.isMissingNode() || limit.isMissingNode()) {
        problems.add("%s: %s has no request or no limit".formatted(container.title(), what));
      } else if (amount(request).compareTo(amount(limit)) > 0) {
        problems.add(
            "%s: %s of %s is asked for, and %s is the limit (%s_REQUEST, %s_LIMIT)"
                .formatted(
                    container.title(),
                    request.asText(),
                    what,
                    limit.asText(),
                    what.toUpperCase(Locale.ROOT),
                    what.toUpperCase(Locale.ROOT)));
      }
    }
  }

  private static void measured(Program program, Pod pod, List<String> problems) {
    JsonNode limit = pod.main().spec().at("/resources/limits/memory");
    int measured = pod.isService() ? Math.max(loaded(program), small(program)) : small(program);
    if (!limit.isMissingNode()
        && amount(limit).compareTo(MEBIBYTE.multiply(BigDecimal.valueOf(measured))) <= 0) {
      problems.add(
          "%s: the limit of memory is %s, %d MiB were measured (MEMORY_LIMIT)"
              .formatted(pod.main().title(), limit.asText(), measured));
    }
  }

  /** The most that was measured under load, on the JVM. */
  static int loaded(Program program) {
    String heading =
        switch (program.module()) {
          case "composer" -> "# What composer can do";
          case "imagebuilder" -> "# imagebuilder with composer";
          default -> "";
        };
    if (heading.isEmpty()) {
      return 0;
    }
    List<List<String>> rows =
        Repository.section("docs/performance.md", heading).stream().map(Repository::cells).toList();
    int most =
        rows.stream()
            .filter(cells -> cells.size() > 8 && cells.getLast().matches("\\d+"))
            .mapToInt(cells -> Integer.parseInt(cells.getLast()))
            .max()
            .orElse(0);
    if (most == 0) {
      throw new IllegalStateException("docs/performance.md has no RSS of " + program.module());
    }
    return most;
  }

  /** The most that a native executable took at little work. */
  static int small(Program program) {
    return Repository.text("docs/native.md")
        .lines()
        .filter(line -> line.startsWith("| " + program.module() + " |"))
        .flatMap(line -> MEBIBYTES.matcher(line).results().map(SizesCheck::number))
        .max(Integer::compare)
        .orElseThrow(
            () -> new IllegalStateException("docs/native.md has no row of " + program.module()));
  }

  private static Integer number(MatchResult found) {
    return Integer.valueOf(found.group(1));
  }

  private static BigDecimal amount(JsonNode quantity) {
    return Quantity.getAmountInBytes(Quantity.parse(quantity.asText()));
  }
}

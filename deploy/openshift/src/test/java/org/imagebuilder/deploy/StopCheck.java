package org.imagebuilder.deploy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A pod that stops is killed only after the time that its program takes for what it has begun. */
final class StopCheck implements Check {
  /** For what follows the drain: handing back jobs, closing connections, the end of the process. */
  private static final long MARGIN = 5;

  private static final long MARGIN_OF_AGENT = 10;
  private static final long STANDARD_GRACE = 30;

  /** How long a service that stops says that it is not ready, and goes on serving. */
  private static final String DELAY = "QUARKUS_SHUTDOWN_DELAY";

  @Override
  public Stream<String> problems(Processed template) {
    return Program.of(template.template().name()).stream()
        .flatMap(
            program ->
                template.pods().stream()
                    .filter(Pod::isService)
                    .flatMap(pod -> problem(program, pod).stream()));
  }

  private static Optional<String> problem(Program program, Pod pod) {
    boolean isAgent = program.module().equals("worker-agent");
    String key = isAgent ? "agent.shutdown-grace" : "quarkus.shutdown.timeout";
    String variable = key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    long drain = seconds(pod.main().value(variable).orElseGet(() -> program.standard(key)));
    long pause = seconds(pod.main().value(DELAY).orElse("0s"));
    long grace = pod.spec().path("terminationGracePeriodSeconds").asLong(STANDARD_GRACE);
    long needed = pause + drain + (isAgent ? MARGIN_OF_AGENT : MARGIN);
    if (!isAgent && pause == 0) {
      return Optional.of(
          pod.title() + ": without " + DELAY + " callers still come while the program stops");
    }
    return grace >= needed
        ? Optional.empty()
        : Optional.of(
            "%s: terminationGracePeriodSeconds is %d; %d s of delay, %d s of %s and what follows need %d (GRACE_SECONDS)"
                .formatted(pod.title(), grace, pause, drain, variable, needed));
  }

  /** A duration as the programs read it. */
  static long seconds(String duration) {
    long number = Long.parseLong(duration.replaceAll("\\D", ""));
    return switch (duration.replaceAll("\\d", "")) {
      case "ms" -> number / 1000;
      case "", "s" -> number;
      case "m" -> number * 60;
      case "h" -> number * 3600;
      case "d" -> number * 86_400;
      default -> throw new IllegalArgumentException(duration + " is no duration");
    };
  }
}

package org.imagebuilder.agent.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** osbuild-depsolve-dnf: where it is, and how it is asked. */
public final class DepsolveDnf {

  private static final String NAME = "osbuild-depsolve-dnf";

  /** Where others look for the program. */
  public static final String VARIABLE = "OSBUILD_DEPSOLVE_DNF";

  private static final List<Path> USUAL_PLACES =
      List.of(Path.of("/usr/libexec", NAME), Path.of("/usr/lib/osbuild", NAME));

  private final ToolRunner runner;
  private final List<String> candidates;

  /** The configured program alone, if there is one; else what the environment names, else usual. */
  public DepsolveDnf(
      ToolRunner runner, Optional<String> configured, Map<String, String> environment) {
    this(runner, configured, environment, USUAL_PLACES);
  }

  DepsolveDnf(
      ToolRunner runner,
      Optional<String> configured,
      Map<String, String> environment,
      List<Path> usualPlaces) {
    this.runner = runner;
    String named = environment.getOrDefault(VARIABLE, "");
    if (configured.isPresent()) {
      candidates = List.of(configured.get());
    } else if (!named.isEmpty()) {
      candidates = List.of(named);
    } else {
      List<String> all = new ArrayList<>(usualPlaces.stream().map(Path::toString).toList());
      all.add(NAME);
      candidates = List.copyOf(all);
    }
  }

  /** The program; its bare name, for the PATH, where it is in none of the usual places. */
  public String program() {
    return candidates.stream()
        .filter(candidate -> candidates.size() == 1 || Files.isExecutable(Path.of(candidate)))
        .findFirst()
        .orElse(NAME);
  }

  /** Asks once: the request is a file of JSON, the answer becomes one, errors too. */
  public ToolResult ask(Path directory, Path request, Path answer, Duration timeout)
      throws ToolException, InterruptedException {
    return runner.run(
        ToolCommand.of(directory, program())
            .withInput(request)
            .withOutput(new ToolOutput.ToFile(answer))
            .withTimeout(timeout));
  }
}

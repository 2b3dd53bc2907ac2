package org.imagebuilder.agent.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** osbuild: which version is here, and how a build is called. */
public final class Osbuild {

  private final ToolRunner runner;
  private final String program;
  private final Settings settings;

  /**
   * How this worker builds.
   *
   * @param store keeps downloads and finished pipelines over jobs
   * @param storeBytes how much of it osbuild keeps at most
   * @param checkpoints names or globs of pipelines that are kept in the store besides the exported
   * @param environment what its sources need to know: certificates, logins
   */
  public record Settings(
      Path store, long storeBytes, List<String> checkpoints, Map<String, String> environment) {

    public Settings {
      checkpoints = List.copyOf(checkpoints);
      environment = Map.copyOf(environment);
    }

    /** Without the environment: an address of a proxy may hold a password. */
    @Override
    public String toString() {
      return "Settings[%s, %d, %s]".formatted(store, storeBytes, checkpoints);
    }
  }

  public Osbuild(ToolRunner runner, String program, Settings settings) {
    this.runner = runner;
    this.program = program;
    this.settings = settings;
  }

  /** Empty text when it does not say. */
  public String version(Path directory) throws ToolException, InterruptedException {
    ToolResult result =
        runner.run(
            ToolCommand.of(directory, program, "--version").withTimeout(Duration.ofMinutes(1)));
    if (!result.succeeded()) {
      throw new UnusableToolException(
          "%s --version ended with status %d".formatted(program, result.exitCode()),
          result.logTail());
    }
    String[] words = result.output().strip().split("\\s+", -1);
    return words[words.length - 1];
  }

  /**
   * Builds a manifest.
   *
   * @param answer file for osbuild's JSON about the build
   * @param output directory that gets a directory per export
   * @param monitor takes each line of the monitor's stream
   */
  public ToolResult build(
      Path directory,
      Path manifest,
      List<String> exports,
      Path output,
      Path answer,
      Consumer<String> monitor,
      Duration timeout)
      throws ToolException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of(program, "--store", settings.store().toString()));
    argv.addAll(List.of("--output-directory", output.toString()));
    argv.addAll(List.of("--cache-max-size=" + settings.storeBytes(), "-"));
    for (String export : exports) {
      argv.addAll(List.of("--export", export));
    }
    for (String checkpoint : settings.checkpoints()) {
      argv.addAll(List.of("--checkpoint", checkpoint));
    }
    argv.addAll(List.of("--monitor=JSONSeqMonitor", "--monitor-fd=3", "--json"));
    ToolCommand command =
        ToolCommand.of(directory, argv)
            .withInput(manifest)
            .withOutput(new ToolOutput.FileAndDescriptor3(answer, monitor))
            .withTimeout(timeout);
    for (Map.Entry<String, String> variable : settings.environment().entrySet()) {
      command = command.withEnvironment(variable.getKey(), variable.getValue());
    }
    return runner.run(command);
  }
}

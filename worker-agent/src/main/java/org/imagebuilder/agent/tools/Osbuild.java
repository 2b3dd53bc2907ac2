package org.imagebuilder.agent.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** osbuild: which version is here, and how a build is called. */
public final class Osbuild {

  private static final long CACHE_BYTES = 20L << 30;

  private final ToolRunner runner;
  private final String program;
  private final Path store;

  /** The store keeps downloads and finished pipelines over jobs. */
  public Osbuild(ToolRunner runner, String program, Path store) {
    this.runner = runner;
    this.program = program;
    this.store = store;
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
    List<String> argv = new ArrayList<>(List.of(program, "--store", store.toString()));
    argv.addAll(List.of("--output-directory", output.toString()));
    argv.addAll(List.of("--cache-max-size=" + CACHE_BYTES, "-"));
    for (String export : exports) {
      argv.addAll(List.of("--export", export));
    }
    argv.addAll(List.of("--monitor=JSONSeqMonitor", "--monitor-fd=3", "--json"));
    return runner.run(
        ToolCommand.of(directory, argv)
            .withInput(manifest)
            .withOutput(new ToolOutput.FileAndDescriptor3(answer, monitor))
            .withTimeout(timeout));
  }
}

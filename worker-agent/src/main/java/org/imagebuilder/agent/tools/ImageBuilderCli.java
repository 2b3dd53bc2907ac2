package org.imagebuilder.agent.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The image-builder command line: which version is here, and how its manifest command is called.
 */
public final class ImageBuilderCli {

  private static final Pattern VERSION = Pattern.compile("\"?version\"?:\\s*\"?([^\\s\",}]+)");
  private static final Pattern OSBUILD = Pattern.compile("\"?osbuild\"?:\\s*\"?([0-9][^\\s\",}]*)");
  private static final Pattern LEADING_INTEGER = Pattern.compile("^v?(\\d+)");
  private static final Duration VERSION_TIMEOUT = Duration.ofMinutes(1);

  private final ToolRunner runner;
  private final String program;
  private final Map<String, String> environment;
  private volatile @Nullable Version version;

  /** The environment says where its own tools and logins are. */
  public ImageBuilderCli(ToolRunner runner, String program, Map<String, String> environment) {
    this.runner = runner;
    this.program = program;
    this.environment = Map.copyOf(environment);
  }

  /**
   * What is installed.
   *
   * @param text as the tool says it
   * @param major empty when the tool does not know its own number
   * @param osbuild version of osbuild beside it
   */
  public record Version(String text, Optional<Integer> major, Optional<String> osbuild) {

    /** A tool that does not know its number is built from sources, and taken for a new one. */
    public boolean isAtLeast(int wanted) {
      return major.map(number -> number >= wanted).orElse(true);
    }
  }

  /** Asked once; empty when the tool answers with nothing that can be read. */
  public Optional<Version> version(Path directory) throws ToolException, InterruptedException {
    Version known = version;
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Version> asked = ask(directory, "version", "--format", "json");
    if (asked.isEmpty()) {
      asked = ask(directory, "--version");
    }
    asked.ifPresent(answer -> version = answer);
    return asked;
  }

  /** What image-builder is called with; paths in the flags are relative to the directory. */
  public record Call(
      Path directory, List<String> flags, String imageType, Map<String, String> environment) {

    public Call {
      flags = List.copyOf(flags);
      environment = Map.copyOf(environment);
    }
  }

  /** Makes a manifest into a file. */
  public ToolResult manifest(Call call, Path manifest, Duration timeout)
      throws ToolException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of(program, "manifest"));
    argv.addAll(call.flags());
    argv.addAll(List.of("--", call.imageType()));
    ToolCommand command =
        ToolCommand.of(call.directory(), argv)
            .withOutput(new ToolOutput.ToFile(manifest))
            .withTimeout(timeout);
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(call.environment());
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      command = command.withEnvironment(variable.getKey(), variable.getValue());
    }
    return runner.run(command);
  }

  private Optional<Version> ask(Path directory, String... arguments)
      throws ToolException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(List.of(arguments));
    ToolResult result = runner.run(ToolCommand.of(directory, argv).withTimeout(VERSION_TIMEOUT));
    return result.succeeded() ? parse(result.output()) : Optional.empty();
  }

  static Optional<Version> parse(String output) {
    Matcher number = VERSION.matcher(output);
    if (!number.find()) {
      return Optional.empty();
    }
    String text = number.group(1);
    Matcher leading = LEADING_INTEGER.matcher(text);
    Optional<Integer> major =
        leading.find() ? Optional.of(Integer.parseInt(leading.group(1))) : Optional.empty();
    if (major.isEmpty() && !text.equals("unknown")) {
      return Optional.empty();
    }
    Matcher osbuild = OSBUILD.matcher(output);
    return Optional.of(
        new Version(
            text, major, osbuild.find() ? Optional.of(osbuild.group(1)) : Optional.empty()));
  }
}

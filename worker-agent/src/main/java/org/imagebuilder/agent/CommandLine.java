package org.imagebuilder.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the program is asked to do by its arguments. */
sealed interface CommandLine {

  /** Work until stopped. */
  record Work() implements CommandLine {}

  /** Say whether this machine is ready, and what is missing. */
  record Check() implements CommandLine {}

  /** Run one job without composer. */
  record RunJob(String file, Path output) implements CommandLine {}

  /** Only say something. */
  record Answer(String text, int status) implements CommandLine {}

  String UNKNOWN = "unknown";

  String HELP =
      """
      worker-agent: leases jobs from composer, builds images, uploads and reports.

      worker-agent            works until it gets SIGTERM
      worker-agent --check    says what this machine lacks, and whether composer takes it
      worker-agent --version  says the version
      worker-agent --help     says this
      worker-agent run-job FILE [--output DIR]
                              runs the job that FILE (or -, standard input) holds as composer answers it:
                              {"type": …, "args": {…}, "dynamic_args": […]}; progress goes to standard error,
                              the result to standard output, files for composer to DIR (else to where you are);
                              ends with 0, or 1 when the job failed, or 2 when FILE holds none

      Settings come from environment variables (AGENT_COMPOSER_URL, AGENT_CACHE_DIRECTORY,
      AGENT_WORK_DIRECTORY, ...) or config/application.properties; docs/configuration.md lists them.""";

  static CommandLine read(String... arguments) {
    return switch (List.of(arguments)) {
      case List<String> none when none.isEmpty() -> new Work();
      case List<String> check when check.equals(List.of("--check")) -> new Check();
      case List<String> help when help.equals(List.of("--help")) -> new Answer(HELP, 0);
      case List<String> version when version.equals(List.of("--version")) ->
          new Answer("worker-agent " + version() + commit(), 0);
      case List<String> job when job.getFirst().equals("run-job") -> runJob(job);
      case List<String> other -> new Answer("Unknown arguments %s\n\n%s".formatted(other, HELP), 2);
    };
  }

  private static CommandLine runJob(List<String> arguments) {
    boolean isBare = arguments.size() == 2;
    boolean hasOutput = arguments.size() == 4 && arguments.get(2).equals("--output");
    if (!isBare && !hasOutput) {
      return new Answer("run-job takes FILE [--output DIR]\n\n" + HELP, 2);
    }
    return new RunJob(arguments.get(1), Path.of(hasOutput ? arguments.get(3) : "."));
  }

  /** In brackets; nothing for a build that was not told. */
  private static String commit() {
    try (InputStream resource = CommandLine.class.getResourceAsStream("commit")) {
      String commit =
          resource == null
              ? UNKNOWN
              : new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
      return commit.isEmpty() || commit.equals(UNKNOWN) ? "" : " (commit %s)".formatted(commit);
    } catch (IOException e) {
      return "";
    }
  }

  private static String version() {
    return ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
  }
}

package org.imagebuilder.agent;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the program is asked to do by its arguments. */
sealed interface CommandLine {

  /** Work until stopped. */
  record Work(Settings settings) implements CommandLine {}

  /** Say whether this machine is ready, and what is missing. */
  record Check(Settings settings) implements CommandLine {}

  /** Say which version this is. */
  record Version() implements CommandLine {}

  /** Run one job without composer. */
  record RunJob(Settings settings, String file, Path output) implements CommandLine {}

  /** Only say something. */
  record Answer(String text, int status) implements CommandLine {}

  /**
   * Settings by arguments, which come before all others.
   *
   * @param file configuration file in TOML that has to be there
   * @param composer where composer is, in the predecessor's form of the command line
   */
  record Settings(Optional<Path> file, Optional<URI> composer) {
    static final Settings NONE = new Settings(Optional.empty(), Optional.empty());
  }

  String HELP =
      """
      worker-agent: leases jobs from composer, builds images, uploads and reports.

      worker-agent             works until it gets SIGTERM
      worker-agent HOST[:PORT] the same, with the composer that https finds there; port 8700
      worker-agent --check     says what this machine lacks, and whether composer takes it
      worker-agent --version   says the version
      worker-agent --help      says this
      worker-agent run-job FILE [--output DIR]
                               runs the job that FILE (or -, standard input) holds as composer answers it:
                               {"type": …, "args": {…}, "dynamic_args": […]}; progress goes to standard error,
                               the result to standard output, files for composer to DIR (else to where you are);
                               ends with 0, or 1 when the job failed, or 2 when FILE holds none

      --config FILE before these reads settings from FILE, in the form of osbuild-worker.toml; else from
      the file that AGENT_CONFIG_FILE names, else from /etc/osbuild-worker/osbuild-worker.toml if it exists.
      Environment variables (AGENT_COMPOSER_URL, AGENT_CACHE_DIRECTORY, AGENT_WORK_DIRECTORY, ...) come before
      the file, config/application.properties after it; docs/configuration.md lists them.\
      """;

  String NO_SOCKET =
      """
      worker-agent cannot speak through a Unix socket. Let composer listen on a port of the loopback interface, \
      and start worker-agent with AGENT_COMPOSER_URL=http://localhost:8700 and without -unix.\
      """;

  int DEFAULT_PORT = 8700;

  static CommandLine read(String... arguments) {
    List<String> rest = new ArrayList<>(List.of(arguments));
    Settings settings = Settings.NONE;
    if (!rest.isEmpty() && rest.getFirst().equals("--config")) {
      if (rest.size() < 2) {
        return misuse("--config needs the path of a file.");
      }
      settings = new Settings(Optional.of(Path.of(rest.get(1))), Optional.empty());
      rest = rest.subList(2, rest.size());
    }
    if (rest.isEmpty()) {
      return new Work(settings);
    }
    String first = rest.getFirst();
    if (first.equals("-unix") || first.equals("--unix")) {
      return new Answer(NO_SOCKET, 2);
    }
    if (first.equals("run-job")) {
      return runJob(rest, settings);
    }
    return rest.size() == 1 ? one(first, settings) : misuse("Unknown arguments " + rest);
  }

  private static CommandLine runJob(List<String> arguments, Settings settings) {
    boolean isBare = arguments.size() == 2;
    boolean hasOutput = arguments.size() == 4 && arguments.get(2).equals("--output");
    if (!isBare && !hasOutput) {
      return misuse("run-job takes FILE [--output DIR]");
    }
    return new RunJob(settings, arguments.get(1), Path.of(hasOutput ? arguments.get(3) : "."));
  }

  private static CommandLine one(String argument, Settings settings) {
    return switch (argument) {
      case "--check" -> new Check(settings);
      case "--help" -> new Answer(HELP, 0);
      case "--version" -> new Version();
      default -> address(argument, settings);
    };
  }

  private static CommandLine address(String argument, Settings settings) {
    if (argument.startsWith("-")) {
      return misuse("Unknown argument " + argument);
    }
    try {
      URI uri = new URI("https://" + argument);
      if (uri.getHost() == null
          || uri.getUserInfo() != null
          || !argument.equals(uri.getAuthority())) {
        return misuse(argument + " is no address like composer.example.com:8700.");
      }
      int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
      URI composer = new URI("https", null, uri.getHost(), port, null, null, null);
      return new Work(new Settings(settings.file(), Optional.of(composer)));
    } catch (URISyntaxException e) {
      return misuse(argument + " is no address like composer.example.com:8700.");
    }
  }

  private static Answer misuse(String problem) {
    return new Answer("%s\n\n%s".formatted(problem, HELP), 2);
  }
}

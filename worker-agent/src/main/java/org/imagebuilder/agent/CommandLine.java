package org.imagebuilder.agent;

import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the program is asked to do by its arguments. */
sealed interface CommandLine {

  /** Work until stopped. */
  record Work() implements CommandLine {}

  /** Say whether this machine is ready, and what is missing. */
  record Check() implements CommandLine {}

  /** Only say something. */
  record Answer(String text, int status) implements CommandLine {}

  String HELP =
      """
      worker-agent: leases jobs from composer, builds images, uploads and reports.

      worker-agent            works until it gets SIGTERM
      worker-agent --check    says which tools are here and whether composer answers
      worker-agent --version  says the version
      worker-agent --help     says this

      Settings come from environment variables (AGENT_COMPOSER_URL, AGENT_CACHE_DIRECTORY,
      AGENT_WORK_DIRECTORY, ...) or config/application.properties; docs/configuration.md lists them.""";

  static CommandLine read(String... arguments) {
    return switch (List.of(arguments)) {
      case List<String> none when none.isEmpty() -> new Work();
      case List<String> check when check.equals(List.of("--check")) -> new Check();
      case List<String> help when help.equals(List.of("--help")) -> new Answer(HELP, 0);
      case List<String> version when version.equals(List.of("--version")) ->
          new Answer("worker-agent " + version(), 0);
      case List<String> other -> new Answer("Unknown arguments %s\n\n%s".formatted(other, HELP), 2);
    };
  }

  private static String version() {
    return ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
  }
}

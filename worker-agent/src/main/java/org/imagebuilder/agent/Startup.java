package org.imagebuilder.agent;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.settings.SettingsFile;
import org.imagebuilder.agent.settings.SettingsSource;
import org.imagebuilder.agent.settings.UnusableSettingsException;
import org.imagebuilder.agent.traces.Traces;
import org.imagebuilder.agent.uploads.aws.AwsAccount;

/** What is done with arguments and configuration file before the configuration is made. */
final class Startup {

  static final Path DEFAULT_FILE = Path.of("/etc/osbuild-worker/osbuild-worker.toml");

  private static final String BASE_PATH = "agent.composer.base-path";

  /** Whoever gives the address as the predecessor takes it means its base path, too. */
  private static final String PREDECESSORS_BASE_PATH = "/api/worker/v1";

  private static volatile List<String> warnings = List.of();

  private Startup() {}

  /** What is wrong with the file and yet no reason to stop; for the log, which begins later. */
  static List<String> warnings() {
    return warnings;
  }

  static void configure(CommandLine.Settings settings, Map<String, String> environment)
      throws UnusableSettingsException {
    Path file = file(settings, environment);
    SettingsFile read = read(file, !file.equals(DEFAULT_FILE));
    checkVariables(environment);
    warnings = read.warnings();
    System.setProperty("agent.config-file", file.toString());
    settings.composer().map(URI::toString).ifPresent(Startup::composer);
    SettingsSource.use(values(settings, read));
  }

  static Map<String, String> values(CommandLine.Settings settings, SettingsFile read) {
    Map<String, String> values = new HashMap<>(read.values());
    if (settings.composer().isPresent()) {
      values.putIfAbsent(BASE_PATH, PREDECESSORS_BASE_PATH);
    }
    return values;
  }

  static Path file(CommandLine.Settings settings, Map<String, String> environment) {
    return settings
        .file()
        .or(
            () ->
                Optional.ofNullable(environment.get("AGENT_CONFIG_FILE"))
                    .filter(name -> !name.isBlank())
                    .map(Path::of))
        .orElse(DEFAULT_FILE);
  }

  /** Only the file that nobody named may be missing. */
  static SettingsFile read(Path file, boolean isNamed) throws UnusableSettingsException {
    Optional<SettingsFile> read = SettingsFile.read(file);
    if (read.isEmpty() && isNamed) {
      throw new UnusableSettingsException(
          "the configuration file %s does not exist; --config or AGENT_CONFIG_FILE names it"
              .formatted(file));
    }
    return read.orElseGet(SettingsFile::none);
  }

  /** Those that are read when the agent's parts are made, where nobody could say what is wrong. */
  static void checkVariables(Map<String, String> environment) throws UnusableSettingsException {
    Optional<String> problem =
        AwsAccount.problem(environment)
            .or(() -> Traces.problem(name -> Optional.ofNullable(environment.get(name))));
    if (problem.isPresent()) {
      throw new UnusableSettingsException("the variable " + problem.get());
    }
    try {
      HttpProxies unused = HttpProxies.of(environment);
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingsException("the variable " + e.getMessage());
    }
  }

  /** An argument comes before environment variables. */
  private static void composer(String url) {
    System.setProperty("agent.composer.url", url);
  }
}

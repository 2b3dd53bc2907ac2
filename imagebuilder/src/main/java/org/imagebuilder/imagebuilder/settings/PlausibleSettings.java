package org.imagebuilder.imagebuilder.settings;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.imagebuilder.imagebuilder.errors.StartException;

/**
 * Refuses values that can be read and make no sense: a word that is neither yes nor no, a time that
 * runs backwards, an address without a port. What a key is for shows in its default or its name.
 */
@Singleton
public class PlausibleSettings {
  private static final String PREFIX = "imagebuilder.";
  private static final int BEFORE_ANYTHING_IS_WRITTEN = 5;
  private static final int GREATEST_PORT = 65_535;

  private static final Pattern DURATION = Pattern.compile("\\d+(ms|s|m|h|d)");
  private static final Pattern FROM_VARIABLE = Pattern.compile("\\$\\{\\w+:(.*)}");
  private static final Set<String> YES_OR_NO =
      Set.of("true", "false", "yes", "no", "on", "off", "1", "0", "y", "n");
  private static final List<String> AT_LEAST_ONE =
      List.of("imagebuilder.packages.at-once", "imagebuilder.packages.of-one-organisation");
  private static final String CALLS = ".calls.";
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

  void check(@Observes @Priority(BEFORE_ANYTHING_IS_WRITTEN) StartupEvent event) {
    check(ConfigProvider.getConfig());
  }

  static void check(Config config) {
    for (ConfigSource source : config.getConfigSources()) {
      // Defaults are a source like any other.
      if (source.getOrdinal() == Integer.MIN_VALUE) {
        source.getProperties().forEach((key, given) -> check(config, key, plain(given)));
      }
    }
    checkVariables(config);
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        checkNamed(config, name);
      }
    }
    for (String number : AT_LEAST_ONE) {
      key(config, number, value -> value.matches("[1-9]\\d{0,5}"), "a number, 1 or more");
    }
    key(
        config,
        "imagebuilder.maintenance.retention-months",
        value -> value.matches("[1-9]\\d{0,3}"),
        "a number of months, 1 or more");
    key(
        config,
        "imagebuilder.maintenance.every",
        value -> value.equals("off") || DURATION.matcher(value).matches(),
        "off, or a time such as 24h");
  }

  private static void checkVariables(Config config) {
    key(
        config,
        "LISTEN_ADDRESS",
        PlausibleSettings::isAddress,
        "host:port or :port, such as 0.0.0.0:8000");
    key(
        config,
        "PGHOST",
        host -> !host.contains("/"),
        "the name or the address of a host: sockets of files are not served");
    key(config, "PGPORT", PlausibleSettings::isPort, "a port, such as 5432");
    key(
        config,
        "LOG_LEVEL",
        level -> LEVELS.contains(level.toUpperCase(Locale.ROOT)),
        "one of TRACE, DEBUG, INFO, WARN, ERROR");
    key(
        config,
        "COMPOSER_CA_PATH",
        path -> Files.isReadable(Path.of(path)),
        "a file that can be read, with certificates in PEM form");
  }

  /** Keys without a default show by their name what they are for. */
  private static void checkNamed(Config config, String key) {
    if (key.contains(CALLS)) {
      checkCalls(config, key);
    } else if (key.endsWith(".url")) {
      key(
          config,
          key,
          value -> value.isBlank() || isUrl(value.strip()),
          "an address with a host that begins with https:// or http://");
    }
  }

  /** What calls to a neighbour may take, where an operator changes it. */
  private static void checkCalls(Config config, String key) {
    switch (key.substring(key.lastIndexOf('.') + 1)) {
      case "timeout", "pause" ->
          config
              .getOptionalValue(key, Duration.class)
              .filter(time -> time.toMillis() < 1)
              .flatMap(value -> config.getOptionalValue(key, String.class))
              .ifPresent(value -> refuse(key, value, "a time, such as 5s"));
      case "retries", "watched", "at-once" ->
          key(config, key, value -> value.strip().matches("\\d{1,6}"), "0 or more");
      case "waiting" ->
          key(config, key, value -> value.strip().matches("[1-9]\\d{0,5}"), "1 or more");
      default ->
          throw new StartException(
              UnreadableSettings.named(key)
                  + " is read by nobody: of calls there are timeout, retries, watched, pause,"
                  + " at-once and waiting.");
    }
  }

  private static void check(Config config, String key, String given) {
    if (!key.startsWith(PREFIX)) {
      return;
    }
    if (given.equals("true") || given.equals("false")) {
      key(
          config,
          key,
          value -> YES_OR_NO.contains(value.toLowerCase(Locale.ROOT)),
          "true or false");
    } else if (DURATION.matcher(given).matches()) {
      config
          .getOptionalValue(key, Duration.class)
          .filter(Duration::isNegative)
          .flatMap(value -> config.getOptionalValue(key, String.class))
          .ifPresent(value -> refuse(key, value, "a time that does not run backwards"));
    }
  }

  private static boolean isAddress(String value) {
    Matcher address = Variables.ADDRESS.matcher(value);
    return address.matches() && isPort(address.group(3));
  }

  private static boolean isUrl(String value) {
    try {
      URI url = new URI(value);
      return url.getHost() != null
          && SCHEMES.contains(url.getScheme())
          && url.getPort() <= GREATEST_PORT;
    } catch (URISyntaxException notOne) {
      return false;
    }
  }

  private static boolean isPort(String value) {
    return value.matches("\\d{1,5}") && Integer.parseInt(value) <= GREATEST_PORT;
  }

  private static void key(Config config, String key, Predicate<String> sense, String wanted) {
    Optional<String> value = config.getOptionalValue(key, String.class);
    value.filter(sense.negate()).ifPresent(senseless -> refuse(key, senseless, wanted));
  }

  private static String plain(String given) {
    Matcher variable = FROM_VARIABLE.matcher(given);
    return variable.matches() ? variable.group(1) : given;
  }

  private static void refuse(String key, String value, String wanted) {
    throw new StartException(
        "%s is '%s', and has to be %s.".formatted(UnreadableSettings.named(key), value, wanted));
  }
}

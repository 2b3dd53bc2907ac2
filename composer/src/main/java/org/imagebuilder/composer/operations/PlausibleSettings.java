package org.imagebuilder.composer.operations;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Refuses values that can be read and make no sense: a time that runs backwards, no attempt at all,
 * a word that is neither yes nor no. What a key is for shows in its default.
 */
@ApplicationScoped
class PlausibleSettings {
  private static final String PREFIX = "composer.";
  private static final String POOL = "quarkus.datasource.reactive.max-size";
  private static final int LEAST_POOL = 2;

  private static final Pattern DURATION = Pattern.compile("\\d+(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern FROM_VARIABLE = Pattern.compile("\\$\\{\\w+:(.*)}");
  private static final Pattern RETENTION = Pattern.compile("composer\\.queue\\.retention\\..*");
  // Other words, the t of Go among them, would all be taken for no.
  private static final Set<String> YES_OR_NO =
      Set.of("true", "false", "yes", "no", "on", "off", "1", "0", "y", "n");

  /** Keys whose number may be 0: any port, and nobody ahead of anybody. */
  private static final Set<String> MAY_BE_NONE =
      Set.of("composer.worker-api.port", "composer.queue.head-start");

  // Before anything is written, in the database or elsewhere.
  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event) {
    check(ConfigProvider.getConfig());
  }

  static void check(Config config) {
    for (ConfigSource source : config.getConfigSources()) {
      // Defaults are a source like any other.
      if (source.getOrdinal() == Integer.MIN_VALUE) {
        source.getProperties().forEach((key, given) -> check(config, key, plain(given)));
      }
    }
    StreamSupport.stream(config.getPropertyNames().spliterator(), false)
        .filter(key -> RETENTION.matcher(key).matches())
        .forEach(key -> duration(config, key));
    config
        .getOptionalValue(POOL, Integer.class)
        .filter(size -> size < LEAST_POOL)
        .ifPresent(
            size ->
                refuse(POOL + " (PGMAXCONNS)", "" + size, "at least 2, for one of them listens"));
  }

  private static void check(Config config, String key, String given) {
    if (!key.startsWith(PREFIX)) {
      return;
    }
    if (YES_OR_NO.contains(given) && !NUMBER.matcher(given).matches()) {
      value(config, key)
          .filter(value -> !YES_OR_NO.contains(value.toLowerCase(Locale.ROOT)))
          .ifPresent(value -> refuse(key, value, "true or false"));
    } else if (DURATION.matcher(given).matches() && !given.startsWith("0")) {
      duration(config, key);
    } else if (NUMBER.matcher(given).matches()) {
      int least = MAY_BE_NONE.contains(key) ? 0 : 1;
      config
          .getOptionalValue(key, Double.class)
          .filter(value -> value < least)
          .flatMap(value -> value(config, key))
          .ifPresent(value -> refuse(key, value, least + " or more"));
    }
  }

  private static void duration(Config config, String key) {
    config
        .getOptionalValue(key, Duration.class)
        .filter(value -> !value.isPositive())
        .ifPresent(value -> refuse(key, value(config, key).orElse(""), "longer than nothing"));
  }

  private static Optional<String> value(Config config, String key) {
    return config.getOptionalValue(key, String.class);
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

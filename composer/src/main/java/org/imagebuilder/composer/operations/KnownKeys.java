package org.imagebuilder.composer.operations;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logging.Logger;

/**
 * Reports keys of composer's own that mean nothing. What is misspelt inside of a room stops the
 * start already; this finds rooms that do not exist, and environment variables.
 */
@ApplicationScoped
class KnownKeys {
  private static final Logger LOG = Logger.getLogger(KnownKeys.class);
  private static final String PREFIX = "composer.";
  private static final String ENVIRONMENT_PREFIX = "COMPOSER_";

  void report(@Observes StartupEvent event) {
    unknown(ConfigProvider.getConfig())
        .forEach(key -> LOG.warnf("A configuration key is unknown and does nothing key=%s", key));
  }

  /** The keys that nobody reads. */
  static Set<String> unknown(Config config) {
    Set<String> names =
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
            .collect(Collectors.toSet());
    // Every room has some key with a default, and defaults are a source like any other.
    Set<String> defaults =
        StreamSupport.stream(config.getConfigSources().spliterator(), false)
            .filter(source -> source.getOrdinal() == Integer.MIN_VALUE)
            .map(ConfigSource::getPropertyNames)
            .flatMap(Set::stream)
            .filter(name -> name.startsWith(PREFIX))
            .collect(Collectors.toSet());
    Set<String> rooms = defaults.stream().map(KnownKeys::room).collect(Collectors.toSet());
    Set<String> variables =
        names.stream()
            .filter(name -> name.startsWith(PREFIX) && rooms.contains(room(name)))
            // A variable that fits no key of a room gets a name of words and dots alone.
            .filter(name -> defaults.contains(name) || name.contains("-") || name.contains("\""))
            .map(KnownKeys::variable)
            .collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>();
    for (String name : names) {
      boolean isStray =
          name.startsWith(PREFIX) && !rooms.contains(room(name)) && !names.contains(variable(name));
      if (isStray || (name.startsWith(ENVIRONMENT_PREFIX) && !variables.contains(name))) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  private static String room(String name) {
    return name.substring(PREFIX.length()).split("\\.", 2)[0];
  }

  private static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}

package org.imagebuilder.imagebuilder.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Puts the keys that follow from the predecessor's variables below all that an operator sets by a
 * key, and above the program's own defaults.
 */
public final class VariableSource implements ConfigSourceFactory {
  private static final int BELOW_ENVIRONMENT = 275;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    return List.of(
        new PropertiesConfigSource(
            Variables.keys(name -> value(context, name)),
            "the predecessor's variables",
            BELOW_ENVIRONMENT));
  }

  // As it was set: a password may hold what looks like an expression.
  private static Optional<String> value(ConfigSourceContext context, String name) {
    return context.getConfigSources().stream()
        .filter(source -> source.getValue(name) != null)
        .max(Comparator.comparingInt(ConfigSource::getOrdinal))
        .map(source -> source.getValue(name))
        .filter(value -> !value.isEmpty());
  }
}

package org.imagebuilder.agent.settings;

import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * Brings what the program's start has read among the sources of configuration: below environment
 * variables, above {@code config/application.properties}.
 */
public final class SettingsSource implements ConfigSourceProvider {

  private static final String NAME = "osbuild-worker.toml";

  /** Of environment variables 300, of config/application.properties 260. */
  private static final int ORDINAL = 270;

  private static volatile Map<String, String> values = Map.of();

  /** Must come before the program's configuration is made. */
  public static void use(Map<String, String> settings) {
    values = Map.copyOf(settings);
  }

  @Override
  public List<ConfigSource> getConfigSources(ClassLoader loader) {
    return List.of(new PropertiesConfigSource(values, NAME, ORDINAL));
  }
}

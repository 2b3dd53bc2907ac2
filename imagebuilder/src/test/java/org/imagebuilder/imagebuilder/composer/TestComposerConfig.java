package org.imagebuilder.imagebuilder.composer;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.imagebuilder.contentsources.ContentSourcesConfig;

/** The room's settings with their defaults, and what a test wants otherwise. */
final class TestComposerConfig {
  private TestComposerConfig() {}

  static ContentSourcesConfig contentSources(Map<String, String> settings) {
    return mapping(ContentSourcesConfig.class, settings);
  }

  static ComposerConfig of(Map<String, String> settings) {
    return mapping(ComposerConfig.class, settings);
  }

  private static <T> T mapping(Class<T> room, Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        // Durations are written as the running program reads them.
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(room)
        .withSources(new PropertiesConfigSource(settings, "test", 500))
        .build()
        .getConfigMapping(room);
  }
}

package org.imagebuilder.imagebuilder.composer;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The room's settings with their defaults, and what a test wants otherwise. */
final class TestComposerConfig {
  private TestComposerConfig() {}

  static ComposerConfig of(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(ComposerConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 500))
        .build()
        .getConfigMapping(ComposerConfig.class);
  }
}

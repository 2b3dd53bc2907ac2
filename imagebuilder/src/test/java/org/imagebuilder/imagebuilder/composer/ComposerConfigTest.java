package org.imagebuilder.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.OptionalInt;
import org.imagebuilder.imagebuilder.neighbours.CallConfig;
import org.junit.jupiter.api.Test;

class ComposerConfigTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "IMAGEBUILDER_COMPOSER_CALLS_POST_AT_ONCE", "7",
          "IMAGEBUILDER_COMPOSER_CALLS_ALL_RETRIES", "4");

  private final SmallRyeConfig config =
      new SmallRyeConfigBuilder()
          .withMapping(ComposerConfig.class)
          .withSources(new EnvConfigSource(VARIABLES, 300))
          .withDefaultValue("imagebuilder.composer.connect-timeout", "PT1S")
          .withDefaultValue("imagebuilder.composer.read-timeout", "PT1S")
          .withDefaultValue("imagebuilder.composer.token.connect-timeout", "PT1S")
          .withDefaultValue("imagebuilder.composer.token.read-timeout", "PT1S")
          .withDefaultValue("imagebuilder.composer.search-read-timeout", "PT1S")
          .withDefaultValue("imagebuilder.composer.details-fresh", "PT1S")
          .build();

  @Test
  void variables_say_what_calls_may_take() {
    Map<String, CallConfig> calls = config.getConfigMapping(ComposerConfig.class).calls();

    assertThat(calls).containsOnlyKeys("post", "all");
    assertThat(calls).extractingByKey("post").returns(OptionalInt.of(7), CallConfig::atOnce);
    assertThat(calls).extractingByKey("all").returns(OptionalInt.of(4), CallConfig::retries);
  }

  @Test
  void variables_are_seen_under_the_keys_that_they_stand_for() {
    assertThat(config.getPropertyNames())
        .contains(
            "imagebuilder.composer.calls.post.at-once", "imagebuilder.composer.calls.all.retries");
  }
}

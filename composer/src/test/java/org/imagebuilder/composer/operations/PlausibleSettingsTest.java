package org.imagebuilder.composer.operations;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlausibleSettingsTest {
  /** One key of each kind, as rooms have them. */
  @ConfigMapping(prefix = "composer.queue")
  interface Room {
    @WithDefault("2m")
    Duration lease();

    @WithDefault("0s")
    Duration skew();

    @WithDefault("3")
    int attempts();

    @WithDefault("10")
    double headStart();

    @WithDefault("${MAINTENANCE_DRY_RUN:true}")
    boolean dryRun();
  }

  @ParameterizedTest
  @CsvSource({
    "composer.queue.lease, -1m",
    "composer.queue.lease, 0s",
    "composer.queue.attempts, 0",
    "composer.queue.dry-run, perhaps",
    "composer.queue.dry-run, t",
    "composer.queue.dry-run, F",
    "MAINTENANCE_DRY_RUN, perhaps",
    "composer.queue.retention.\"org-42\".keep-plans, -1d",
    "quarkus.datasource.reactive.max-size, 1",
  })
  void a_value_that_makes_no_sense_is_refused_by_its_name(String key, String value) {
    assertThatThrownBy(() -> PlausibleSettings.check(config(key, value)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(value.replace("0s", "composer.queue.lease"));
  }

  @ParameterizedTest
  @CsvSource({
    "composer.queue.lease, 90s",
    "composer.queue.skew, 0s",
    "composer.queue.head-start, 0",
    "composer.queue.head-start, 2.5",
    "composer.queue.dry-run, No",
    "composer.queue.dry-run, Y",
    "composer.queue.dry-run, 1",
    "composer.queue.retention.\"org-42\".keep-plans, 365d",
    "quarkus.datasource.reactive.max-size, 2",
  })
  void a_value_that_makes_sense_is_let_through(String key, String value) {
    assertThatCode(() -> PlausibleSettings.check(config(key, value))).doesNotThrowAnyException();
  }

  private static SmallRyeConfig config(String key, String value) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(Room.class)
        .withSources(new PropertiesConfigSource(Map.of(key, value), "test", 500))
        .withConverter(
            Duration.class,
            200,
            text -> new io.quarkus.runtime.configuration.DurationConverter().convert(text))
        .withValidateUnknown(false)
        .build();
  }
}

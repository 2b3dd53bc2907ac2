package org.imagebuilder.composer.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

/** Keys that do nothing, since nobody reads them. */
class KnownKeysTest {
  @Test
  void a_room_that_does_not_exist_is_reported() {
    assertThat(unknown(Map.of("composer.log.format", "json", "composer.lgo.format", "json")))
        .containsExactly("composer.lgo.format");
  }

  @Test
  void a_misspelt_variable_is_reported() {
    assertThat(unknown(Map.of("COMPOSER_LOG_FORMAT", "json", "COMPOSER_LOG_FROMAT", "json")))
        .containsExactly("COMPOSER_LOG_FROMAT");
  }

  @Test
  void a_variable_is_reported_once_and_only_where_it_fits_no_key() {
    Map<String, String> environment =
        Map.of(
            "COMPOSER_LOG_FORMAT", "json",
            "COMPOSER_LOG_FROMAT", "json",
            "COMPOSER_LGO_FORMAT", "json");

    assertThat(unknown(new EnvConfigSource(environment, 500)))
        .containsExactly("COMPOSER_LGO_FORMAT", "COMPOSER_LOG_FROMAT");
  }

  @Test
  void keys_of_others_are_none_of_our_business() {
    assertThat(unknown(Map.of("quarkus.http.port", "1", "PATH", "/bin"))).isEmpty();
  }

  private static Set<String> unknown(Map<String, String> keys) {
    return unknown(new PropertiesConfigSource(keys, "test", 500));
  }

  private static Set<String> unknown(ConfigSource source) {
    return KnownKeys.unknown(
        new SmallRyeConfigBuilder()
            .withMapping(LogConfig.class)
            .withSources(source)
            .withValidateUnknown(false)
            .build());
  }
}

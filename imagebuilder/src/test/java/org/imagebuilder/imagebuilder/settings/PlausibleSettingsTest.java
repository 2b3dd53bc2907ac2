package org.imagebuilder.imagebuilder.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.imagebuilder.imagebuilder.errors.StartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlausibleSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "imagebuilder.identity.fedora | maybe | true or false",
        "imagebuilder.identity.fedora | t | true or false",
        "imagebuilder.composes.sweep-every | -PT5S | backwards",
        "imagebuilder.maintenance.retention-months | 0 | 1 or more",
        "imagebuilder.maintenance.retention-months | -3 | 1 or more",
        "imagebuilder.maintenance.every | daily | 24h",
        "imagebuilder.packages.at-once | 0 | 1 or more",
        "imagebuilder.packages.of-one-organisation | -1 | 1 or more",
        "LISTEN_ADDRESS | 8086 | host:port",
        "LISTEN_ADDRESS | localhost:99999 | host:port",
        "PGHOST | /var/run/postgresql | sockets",
        "PGPORT | psql | a port",
        "LOG_LEVEL | LOUD | DEBUG",
        "imagebuilder.composer.url | composer:8080 | https://",
        "imagebuilder.compliance.url | /api/compliance | https://",
        "imagebuilder.compliance.url | https://:443 | with a host",
        "imagebuilder.compliance.url | https://a service | https://",
        "imagebuilder.compliance.url | https://service:99999/api | https://",
        "imagebuilder.composer.calls.post.timeout | 0s | 5s",
        "imagebuilder.composer.calls.post.timeout | PT0.0001S | 5s",
        "imagebuilder.composer.calls.all.pause | -PT1S | 5s",
        "imagebuilder.composer.calls.post.retries | -1 | 0 or more",
        "imagebuilder.composer.calls.post.waiting | 0 | 1 or more",
        "COMPOSER_CA_PATH | /no/such/file.pem | can be read",
      })
  void a_value_without_sense_is_named_with_its_key(String key, String value, String wanted) {
    assertThatThrownBy(() -> PlausibleSettings.check(config(Map.of(key, value))))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value)
        .hasMessageContaining(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "imagebuilder.identity.fedora, TRUE",
    "imagebuilder.identity.fedora, 0",
    "imagebuilder.composes.sweep-every, 1m",
    "imagebuilder.maintenance.every, off",
    "imagebuilder.maintenance.every, 12h",
    "LISTEN_ADDRESS, :8000",
    "LOG_LEVEL, debug",
    "imagebuilder.composer.url, https://api.example.com/x",
    "imagebuilder.compliance.url, http://localhost:8080",
    "imagebuilder.compliance.url, ' '",
    "imagebuilder.compliance.url, 'https://api.example.com/compliance\n'",
    "imagebuilder.composer.calls.post.timeout, 3s",
    "imagebuilder.composer.calls.all.retries, 0",
  })
  void a_value_with_sense_is_taken(String key, String value) {
    assertThatCode(() -> PlausibleSettings.check(config(Map.of(key, value))))
        .doesNotThrowAnyException();
  }

  @Test
  void a_setting_of_calls_that_nobody_reads_is_refused() {
    Map<String, String> misspelt = Map.of("imagebuilder.composer.calls.post.retry", "3");

    assertThatThrownBy(() -> PlausibleSettings.check(config(misspelt)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("imagebuilder.composer.calls.post.retry is read by nobody");
  }

  @Test
  void without_settings_there_is_nothing_to_refuse() {
    assertThatCode(() -> PlausibleSettings.check(config(Map.of()))).doesNotThrowAnyException();
  }

  private static SmallRyeConfig config(Map<String, String> set) {
    Map<String, String> defaults =
        Map.of(
            "imagebuilder.identity.fedora", "${FEDORA_AUTH:false}",
            "imagebuilder.composes.sweep-every", "15s",
            "imagebuilder.maintenance.retention-months", "24",
            "imagebuilder.maintenance.every", "off");
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(defaults, "defaults", Integer.MIN_VALUE))
        .withSources(new PropertiesConfigSource(set, "environment", 300))
        .build();
  }
}

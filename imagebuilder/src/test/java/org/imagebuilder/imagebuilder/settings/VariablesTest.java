package org.imagebuilder.imagebuilder.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from variables, read as the program reads it. */
class VariablesTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:8086, localhost, 8086",
    "0.0.0.0:8000, 0.0.0.0, 8000",
    ":8086, 0.0.0.0, 8086",
    "[::1]:80, ::1, 80",
  })
  void an_address_is_a_host_and_a_port(String address, String host, String port) {
    SmallRyeConfig config = config(Map.of("LISTEN_ADDRESS", address));

    assertThat(config.getRawValue("quarkus.http.host")).isEqualTo(host);
    assertThat(config.getRawValue("quarkus.http.port")).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"p@ss:w/rd?&#%41", "$HOME", "${PGUSER}", "a$$b", "\\${x:y}", "ü\\n\"'", " blank "})
  void a_password_may_hold_whatever_it_likes(String password) {
    SmallRyeConfig config = config(Map.of("PGPASSWORD", password, "PGUSER", password));

    assertThat(config.getValue("quarkus.datasource.password", String.class)).isEqualTo(password);
    assertThat(config.getValue("quarkus.datasource.username", String.class)).isEqualTo(password);
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagebuilder", "image builder", "a/b?c=d&e#f", "50%", "ü$x", "x@y:1"})
  void a_database_may_be_called_whatever_it_likes(String name) {
    SmallRyeConfig config = config(Map.of("PGDATABASE", name, "PGHOST", "::1", "PGPORT", "5433"));

    PgConnectOptions options =
        PgConnectOptions.fromUri(config.getValue("quarkus.datasource.reactive.url", String.class));

    assertThat(options.getDatabase()).isEqualTo(name);
    assertThat(options.getHost()).isIn("::1", "[::1]");
    assertThat(options.getPort()).isEqualTo(5433);
  }

  @Test
  void more_words_are_asked_of_this_program_only() {
    assertThat(config(Map.of("LOG_LEVEL", "debug")).getConfigValue("quarkus.log.level").getValue())
        .isNull();
    assertThat(
            config(Map.of("LOG_LEVEL", "debug"))
                .getRawValue("quarkus.log.category.\"org.imagebuilder\".level"))
        .isEqualTo("DEBUG");
    assertThat(config(Map.of("LOG_LEVEL", "ERROR")).getRawValue("quarkus.log.level"))
        .isEqualTo("ERROR");
  }

  @Test
  void an_authority_of_ones_own_counts_for_encrypted_calls_only() {
    String key = "imagebuilder.composer.tls-configuration-name";
    Map<String, String> encrypted =
        Map.of("COMPOSER_CA_PATH", "/etc/ca.pem", "COMPOSER_URL", "https://composer");
    Map<String, String> plain =
        Map.of("COMPOSER_CA_PATH", "/etc/ca.pem", "COMPOSER_URL", "http://composer");

    assertThat(config(encrypted).getRawValue(key)).isEqualTo("composer");
    assertThat(config(encrypted).getRawValue("quarkus.tls.composer.trust-store.pem.certs"))
        .isEqualTo("/etc/ca.pem");
    assertThat(config(plain).getConfigValue(key).getValue()).isNull();
  }

  @Test
  void a_key_that_is_set_counts_more_than_a_variable() {
    SmallRyeConfig config = config(Map.of("LISTEN_ADDRESS", ":1", "quarkus.http.port", "8086"));

    assertThat(config.getRawValue("quarkus.http.port")).isEqualTo("8086");
  }

  @Test
  void what_is_not_set_changes_nothing() {
    assertThat(Variables.keys(name -> java.util.Optional.empty())).isEmpty();
  }

  static SmallRyeConfig config(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(environment, "environment", 300))
        .withSources(new VariableSource())
        .build();
  }
}

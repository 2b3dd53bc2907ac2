package org.imagebuilder.composer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What PGSSLMODE means, compared with what it means to PostgreSQL's own tools. */
class ConnectionMakerTest {
  @ParameterizedTest
  @EnumSource(names = {"ALLOW", "PREFER", "REQUIRE"})
  void encryption_alone_asks_for_no_certificate_authority(SslMode mode) {
    assertThat(secured(mode, Optional.empty()).isTrustAll()).isTrue();
  }

  @Test
  void without_encryption_nothing_is_trusted() {
    assertThat(secured(SslMode.DISABLE, Optional.empty()).isTrustAll()).isFalse();
  }

  @Test
  void a_certificate_is_checked_against_the_named_authority() {
    PgConnectOptions options = secured(SslMode.VERIFY_CA, Optional.of("ca.pem"));

    assertThat(options.isTrustAll()).isFalse();
    assertThat(((PemTrustOptions) options.getTrustOptions()).getCertPaths())
        .containsExactly("ca.pem");
  }

  @Test
  void the_whole_check_includes_the_name_of_the_host() {
    assertThat(
            secured(SslMode.VERIFY_FULL, Optional.of("ca.pem")).getHostnameVerificationAlgorithm())
        .isEqualTo("HTTPS");
  }

  @Test
  void a_check_without_an_authority_says_which_variable_is_missing() {
    assertThatThrownBy(() -> secured(SslMode.VERIFY_FULL, Optional.empty()))
        .hasMessageContaining("PGSSLROOTCERT");
  }

  private static PgConnectOptions secured(SslMode mode, Optional<String> authority) {
    PgConnectOptions options = new PgConnectOptions().setSslMode(mode);
    ConnectionMaker.secure(options, authority);
    return options;
  }
}

package org.imagebuilder.composer.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes connections as PostgreSQL's own tools would with the same {@code PGSSLMODE} and {@code
 * PGSSLROOTCERT}: encrypted without a look at the certificate up to {@code require}, and with one
 * from {@code verify-ca} on.
 */
@Singleton
class ConnectionMaker implements PgPoolCreator {
  private static final String ANY_HOST = "";
  private static final String NAMED_HOST = "HTTPS";

  private final Optional<String> rootCertificate;
  private final ConnectionBounds bounds;

  ConnectionMaker(
      @ConfigProperty(name = "PGSSLROOTCERT") Optional<String> rootCertificate,
      ConnectionBounds bounds) {
    this.rootCertificate = rootCertificate;
    this.bounds = bounds;
  }

  @Override
  public Pool create(Input input) {
    input.pgConnectOptionsList().forEach(this::checkAuthority);
    input.pgConnectOptionsList().forEach(options -> secure(options, rootCertificate));
    input.pgConnectOptionsList().forEach(bounds::bound);
    return PgBuilder.pool()
        .with(bounds.bound(input.poolOptions()))
        .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
        .using(input.vertx())
        .build();
  }

  // The client would only say that it cannot read some file.
  private void checkAuthority(PgConnectOptions options) {
    SslMode mode = options.getSslMode();
    if (mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL) {
      rootCertificate
          .filter(file -> !Files.isReadable(Path.of(file)))
          .ifPresent(
              file -> {
                throw new MigrationException(
                    "PGSSLROOTCERT is '%s', which cannot be read; it has to be a file with the authority of the database's certificate"
                        .formatted(file));
              });
    }
  }

  /** Adds what the mode means elsewhere; what the data source's own keys say stays. */
  static void secure(PgConnectOptions options, Optional<String> rootCertificate) {
    switch (options.getSslMode()) {
      case DISABLE -> {}
      case ALLOW, PREFER, REQUIRE -> {
        options.setHostnameVerificationAlgorithm(ANY_HOST);
        if (options.getTrustOptions() == null) {
          options.setTrustAll(true);
        }
      }
      case VERIFY_CA -> {
        options.setHostnameVerificationAlgorithm(ANY_HOST);
        trust(options, rootCertificate);
      }
      case VERIFY_FULL -> {
        trust(options, rootCertificate);
        options.setHostnameVerificationAlgorithm(NAMED_HOST);
      }
    }
  }

  private static void trust(PgConnectOptions options, Optional<String> rootCertificate) {
    if (options.getTrustOptions() == null) {
      options.setTrustOptions(
          new PemTrustOptions()
              .addCertPath(
                  rootCertificate.orElseThrow(
                      () ->
                          new MigrationException(
                              "PGSSLMODE=%s needs the certificate authority of the database: name its file by PGSSLROOTCERT, or set quarkus.datasource.reactive.trust-certificate-pem.certs."
                                  .formatted(word(options.getSslMode()))))));
    }
  }

  private static String word(SslMode mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

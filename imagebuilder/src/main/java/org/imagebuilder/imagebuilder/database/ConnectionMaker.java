package org.imagebuilder.imagebuilder.database;

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
import org.imagebuilder.imagebuilder.errors.StartException;

/**
 * Makes connections as PostgreSQL's own tools would with the same {@code PGSSLMODE} and {@code
 * PGSSLROOTCERT}: encrypted without a look at the certificate up to {@code require}, and with one
 * from {@code verify-ca} on.
 */
@Singleton
public class ConnectionMaker implements PgPoolCreator {
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
                throw new StartException(
                    "PGSSLROOTCERT is '%s', which cannot be read; it has to be a file with the authority of the database's certificate"
                        .formatted(file));
              });
    }
  }

  /** Adds what the mode means elsewhere; what the data source's own keys say stays. */
  static void secure(PgConnectOptions options, Optional<String> rootCertificate) {
    SslMode mode = options.getSslMode();
    boolean verified = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    options.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? NAMED_HOST : ANY_HOST);
    if (mode == SslMode.DISABLE || options.getTrustOptions() != null) {
      return;
    }
    if (verified) {
      options.setTrustOptions(
          new PemTrustOptions().addCertPath(rootCertificate.orElseThrow(() -> missing(mode))));
    } else {
      options.setTrustAll(true);
    }
  }

  private static StartException missing(SslMode mode) {
    return new StartException(
        "PGSSLMODE=%s needs the certificate authority of the database: name its file by PGSSLROOTCERT, or set quarkus.datasource.reactive.trust-certificate-pem.certs"
            .formatted(mode.name().toLowerCase(Locale.ROOT).replace('_', '-')));
  }
}

package org.imagebuilder.imagebuilder.doubles;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A PostgreSQL that shows a certificate, and takes nobody who comes unencrypted by TCP. */
public final class EncryptedPostgres implements AutoCloseable {
  private final EmbeddedPostgres server;

  private EncryptedPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  public static EncryptedPostgres start(TestCertificate certificate)
      throws IOException, GeneralSecurityException, SQLException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("shared_buffers", "32MB")
            .setServerConfig("fsync", "off")
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", certificate.pem().toString())
            .setServerConfig("ssl_key_file", certificate.key().toString())
            .start();
    DataSource open = server.getPostgresDatabase();
    try (Connection connection = open.getConnection();
        Statement statement = connection.createStatement()) {
      Path rules;
      try (ResultSet row = statement.executeQuery("SHOW hba_file")) {
        row.next();
        rules = Path.of(row.getString(1));
      }
      Files.writeString(rules, "hostssl all all all trust\n");
      statement.execute("SELECT pg_reload_conf()");
    }
    return new EncryptedPostgres(server);
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

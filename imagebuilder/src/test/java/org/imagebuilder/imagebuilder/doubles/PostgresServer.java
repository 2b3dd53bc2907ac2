package org.imagebuilder.imagebuilder.doubles;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A real PostgreSQL for tests: the one that TEST_DATABASE_URL names, else one of its own that ends
 * with the JVM. Whoever asks gets an empty database in it.
 */
public final class PostgresServer {
  private static final class Shared {
    static final URI ADDRESS = start();
  }

  /** An empty database and how to reach it. */
  public record Database(URI address) {
    public String user() {
      return address.getUserInfo().split(":", 2)[0];
    }

    public String password() {
      return address.getUserInfo().split(":", 2)[1];
    }

    /** Without user and password, as the reactive client wants it. */
    public String reactiveUrl() {
      return "postgresql://%s:%d%s"
          .formatted(address.getHost(), address.getPort(), address.getPath());
    }

    /** Runs statements. */
    public void execute(String sql) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException failure) {
        throw new IllegalStateException(sql, failure);
      }
    }

    /** The first column of the first row, as text. */
    public String value(String sql) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        rows.next();
        return String.valueOf(rows.getString(1));
      } catch (SQLException failure) {
        throw new IllegalStateException(sql, failure);
      }
    }

    /** Nobody else reads or writes the table until the connection is closed. */
    public Connection lock(String table) {
      try {
        Connection connection = connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute("LOCK TABLE " + table);
        }
        return connection;
      } catch (SQLException failure) {
        throw new IllegalStateException(table, failure);
      }
    }

    private Connection connect() throws SQLException {
      return DriverManager.getConnection("jdbc:" + reactiveUrl(), user(), password());
    }
  }

  private PostgresServer() {}

  /** A fresh database. */
  public static Database createDatabase() {
    String name = "imagebuilder_" + UUID.randomUUID().toString().replace("-", "");
    new Database(Shared.ADDRESS).execute("CREATE DATABASE " + name);
    return new Database(Shared.ADDRESS.resolve("/" + name));
  }

  private static URI start() {
    String named = System.getenv("TEST_DATABASE_URL");
    if (named != null && !named.isBlank()) {
      return URI.create(named);
    }
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("shared_buffers", "32MB")
              .setServerConfig("fsync", "off")
              .setServerConfig("max_connections", "100")
              .start();
      return URI.create(
          "postgresql://postgres:postgres@localhost:" + server.getPort() + "/postgres");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

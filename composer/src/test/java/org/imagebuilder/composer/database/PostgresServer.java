package org.imagebuilder.composer.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL for tests: the one that TEST_DATABASE_URL names, else one of its own. Each test
 * class makes a fresh database in the server that its JVM shares.
 */
public final class PostgresServer implements AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final URI address;
  private final @Nullable Path data;
  private @Nullable EmbeddedPostgres embedded;

  private PostgresServer(URI address, @Nullable Path data, @Nullable EmbeddedPostgres embedded) {
    this.address = address;
    this.data = data;
    this.embedded = embedded;
  }

  /** The server that all test classes of this JVM share; it ends with the JVM. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** A server that the test may stop and start again as it likes. */
  public static PostgresServer ofItsOwn() {
    try {
      Path data = Files.createTempDirectory("composer-postgres");
      EmbeddedPostgres embedded = start(data, 0);
      return new PostgresServer(
          URI.create(
              "postgresql://postgres:postgres@localhost:" + embedded.getPort() + "/postgres"),
          data,
          embedded);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A fresh, empty database. */
  public TestDatabase createDatabase() {
    String name =
        "composer_%d_%d".formatted(ProcessHandle.current().pid(), DATABASES.incrementAndGet());
    execute("create database " + name);
    return new TestDatabase(this, address.resolve("/" + name), name);
  }

  void dropDatabase(String name) {
    execute("drop database if exists " + name + " with (force)");
  }

  /** Runs one statement as the owner of everything. */
  public void execute(String sql) {
    String user = address.getUserInfo();
    String jdbc =
        "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
            .formatted(
                address.getHost(),
                address.getPort(),
                address.getPath(),
                user.substring(0, user.indexOf(':')),
                user.substring(user.indexOf(':') + 1));
    try (Connection connection = DriverManager.getConnection(jdbc);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  /** Stops the server, as an operator or a crash would; what it had committed stays. */
  public void stop() {
    try {
      if (embedded != null) {
        embedded.close();
      }
      embedded = null;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Starts the server again at the same address. */
  public void startAgain() {
    try {
      embedded = start(Optional.ofNullable(data).orElseThrow(), address.getPort());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The server's process, whose children answer the connections. */
  public long pid() {
    try {
      Path file = Optional.ofNullable(data).orElseThrow().resolve("postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Stops the server and leaves nothing of it. */
  @Override
  public void close() {
    stop();
    if (data != null) {
      delete(data);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException stillBeingWritten) {
      // The system's temporary files are cleared away some day.
    }
  }

  private static EmbeddedPostgres start(Path data, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("shared_buffers", "32MB")
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("max_connections", "150");
    EmbeddedPostgres started = (port == 0 ? builder : builder.setPort(port)).start();
    requireExpectedVersion(started);
    return started;
  }

  // A second run of the tests is about another version of the server; it must not run on this one.
  private static void requireExpectedVersion(EmbeddedPostgres started) throws IOException {
    String expected = System.getProperty("expected.postgresql", "");
    try (Connection connection = started.getPostgresDatabase().getConnection()) {
      int actual = connection.getMetaData().getDatabaseMajorVersion();
      if (!expected.isEmpty() && !expected.startsWith(actual + ".")) {
        throw new IllegalStateException("PostgreSQL " + actual + ", expected " + expected);
      }
    } catch (SQLException failed) {
      throw new IOException(failed);
    }
  }

  private static final class Shared {
    static final PostgresServer SERVER = find();

    private static PostgresServer find() {
      String given = System.getenv("TEST_DATABASE_URL");
      if (given != null && !given.isBlank()) {
        return new PostgresServer(URI.create(given), null, null);
      }
      PostgresServer server = ofItsOwn();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server;
    }
  }
}

package org.imagebuilder.composer;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.imagebuilder.composer.database.MigrationException;
import org.imagebuilder.composer.operations.StartException;
import org.imagebuilder.composer.operations.UnreadableSettings;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The program: starts, says what stands in its way, or tells about itself. */
@QuarkusMain
public final class Composer {
  private static final int USAGE = 2;
  private static final String HELP =
      """
      composer - plans images as jobs in a queue and hands them to workers

      usage: composer [--help | --version | --maintenance]

      --maintenance forgets old jobs and silent workers, removes files that belong to nothing, says
      what it did and ends; it only says what it would do unless MAINTENANCE_DRY_RUN=false is set.
      The exit code is 0 when it did its work, and 1 when something stood in its way.

      It takes no other arguments. Settings are environment variables or system properties; the ones
      that every installation looks at are these, docs/configuration.md lists all.

        PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD   where PostgreSQL is
        QUARKUS_HTTP_PORT                            port of the cloud API (8080)
        COMPOSER_WORKER_API_PORT                     port of the worker API (8700)
        QUARKUS_MANAGEMENT_PORT                      port of health and metrics (8008)
        COMPOSER_ARTIFACTS_DIRECTORY                 where images for download are kept
        COMPOSER_DATABASE_MIGRATE=only               bring the database up to date and end
      """;

  private Composer() {}

  /** Runs until it is stopped. */
  public static void main(String... arguments) {
    // A second one, as in "--maintenance --dry-run", would otherwise be passed over in silence.
    String wanted = String.join(" ", arguments);
    switch (wanted) {
      case "" -> Quarkus.run(null, Composer::end);
      case "--maintenance" -> {
        System.setProperty("composer.maintenance.run", "true");
        Quarkus.run(null, Composer::end);
      }
      case "--help", "-h" -> System.out.print(HELP);
      case "--version" -> System.out.println("composer " + version());
      default -> {
        System.err.println("composer does not know the arguments '" + wanted + "'; see --help");
        System.exit(USAGE);
      }
    }
  }

  private static void end(int code, @Nullable Throwable failure) {
    if (failure != null) {
      Optional<String> sentence = sentence(failure);
      if (sentence.isPresent()) {
        System.err.println("composer cannot start: " + sentence.get());
      } else {
        Logger.getLogger(Composer.class).error("composer cannot start", failure);
      }
    }
    System.exit(code);
  }

  /** What an operator can do something about; anything else is shown with its stack trace. */
  static Optional<String> sentence(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Optional<String> sentence =
          switch (each) {
            case StartException known -> Optional.ofNullable(known.getMessage());
            case MigrationException known -> Optional.ofNullable(known.getMessage());
            case ConfigurationException known -> Optional.ofNullable(known.getMessage());
            case ConfigValidationException known -> Optional.of(UnreadableSettings.sentence(known));
            case DatabaseAwayException away -> Optional.of(databaseAway(away));
            case ConnectException away -> Optional.of(databaseAway(away));
            case IllegalArgumentException malformed
                when String.valueOf(malformed.getMessage()).contains("connection URI") ->
                Optional.of(
                    "the database's address (PGHOST, PGPORT and PGDATABASE, or"
                        + " quarkus.datasource.reactive.url) is none: "
                        + malformed.getMessage());
            case IllegalStateException closed
                when String.valueOf(closed.getMessage()).contains("management interface") ->
                Optional.of(
                    closed.getMessage()
                        + " (quarkus.management.port), which another program may have in use");
            case UnknownHostException away -> Optional.of(databaseAway(away));
            case QuarkusBindException bind ->
                Optional.of(
                    "port %d is in use by another program (quarkus.http.port, quarkus.management.port)"
                        .formatted(bind.getPort()));
            default -> Optional.empty();
          };
      if (sentence.isPresent()) {
        return sentence;
      }
    }
    return Optional.empty();
  }

  private static String databaseAway(Exception away) {
    return "the database does not answer (quarkus.datasource.reactive.url, or PGHOST and its kin): "
        + Objects.requireNonNullElse(away.getCause(), away).getMessage();
  }

  private static String version() {
    try (InputStream text = Composer.class.getResourceAsStream("/composer-version.txt")) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.imagebuilder.imagebuilder;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.imagebuilder.database.PersistenceStart;
import org.imagebuilder.imagebuilder.errors.StartException;
import org.imagebuilder.imagebuilder.settings.UnreadableSettings;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The program: starts, says what stands in its way, or tells about itself. */
@QuarkusMain
public final class Imagebuilder {
  private static final int USAGE = 2;
  private static final String HELP =
      """
      imagebuilder - takes requests for images from people and hands them to composer

      usage: imagebuilder [--help | --maintenance]

      --maintenance forgets old composes, says what it did and ends. It does nothing unless
      ENABLE_DB_MAINTENANCE=true is set, and only says what it would do unless DRY_RUN=false is.
      The exit code is 0 when it did its work, and 1 when something stood in its way.

      It takes no other arguments. Settings are environment variables or system properties; the ones
      that every installation looks at are these, docs/configuration.md lists all.

        PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD   where PostgreSQL is
        LISTEN_ADDRESS                               address and port of the API (all, 8086)
        QUARKUS_MANAGEMENT_PORT                      port of health and metrics (8008)
        COMPOSER_URL                                 where composer is
        COMPOSER_CLIENT_ID COMPOSER_CLIENT_SECRET COMPOSER_TOKEN_URL
                                                     how composer is told who calls
        IMAGEBUILDER_DATABASE_MIGRATE=only           bring the database up to date and end
        DB_COMPOSES_RETENTION_MONTHS                 how long composes are kept (24)
      """;

  private static final Pattern INNER =
      Pattern.compile("(?:StartException|IllegalArgumentException): ([^\\n]+)");

  private Imagebuilder() {}

  /** Runs until it is stopped. */
  public static void main(String... arguments) {
    // A second one, as in "--maintenance --for-real", would otherwise be passed over in silence.
    String wanted = String.join(" ", arguments);
    switch (wanted) {
      case "" -> Quarkus.run(null, Imagebuilder::end);
      case "--maintenance" -> {
        System.setProperty("imagebuilder.maintenance.run", "true");
        Quarkus.run(null, Imagebuilder::end);
      }
      case "--help", "-h" -> System.out.print(HELP);
      default -> {
        System.err.println("imagebuilder does not know the arguments '" + wanted + "'; see --help");
        System.exit(USAGE);
      }
    }
  }

  private static void end(int code, @Nullable Throwable failure) {
    if (failure != null) {
      tell(failure);
    } else if (code != 0) {
      PersistenceStart.failure().ifPresent(Imagebuilder::tell);
    }
    System.exit(code);
  }

  private static void tell(Throwable failure) {
    Optional<String> sentence = sentence(failure);
    if (sentence.isPresent()) {
      System.err.println("imagebuilder cannot start: " + sentence.get());
    } else {
      Logger.getLogger(Imagebuilder.class).error("imagebuilder cannot start", failure);
    }
  }

  /** What an operator can do something about; anything else is shown with its stack trace. */
  static Optional<String> sentence(Throwable failure) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      Optional<String> sentence =
          switch (each) {
            case StartException known -> Optional.ofNullable(known.getMessage());
            case ConfigurationException known -> configuration(String.valueOf(known.getMessage()));
            case ConfigValidationException known -> Optional.of(UnreadableSettings.sentence(known));
            case IllegalStateException closed
                when String.valueOf(closed.getMessage()).contains("management interface") ->
                Optional.of(
                    closed.getMessage()
                        + " (quarkus.management.port), which another program may have in use");
            case QuarkusBindException bind ->
                Optional.of(
                    "port %d is in use by another program (LISTEN_ADDRESS, quarkus.management.port)"
                        .formatted(bind.getPort()));
            default -> Optional.empty();
          };
      if (sentence.isPresent()) {
        return sentence;
      }
    }
    return Optional.empty();
  }

  // Of what was thrown while the data source was made only the text is left.
  private static Optional<String> configuration(String message) {
    Matcher inner = INNER.matcher(message);
    if (!inner.find()) {
      return Optional.of(message);
    }
    return Optional.of(
        inner.group(1).contains("connection URI")
            ? "the database's address (PGHOST, PGPORT and PGDATABASE, or"
                + " quarkus.datasource.reactive.url) is none: "
                + inner.group(1)
            : inner.group(1));
  }
}

package org.imagebuilder.composer.database;

import io.vertx.pgclient.PgException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a database that answers does not let composer in, in sentences for operators. */
final class Refusals {
  private Refusals() {}

  /** What to change, if the failure is a refusal that an operator can end. */
  static Optional<MigrationException> sentence(Throwable failure) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof PgException refused && refused.getSqlState() != null) {
        return sentence(refused).map(MigrationException::new);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> sentence(PgException refused) {
    String keys =
        switch (refused.getSqlState()) {
          case "28P01", "28000" ->
              "refuses its user (PGUSER and PGPASSWORD, or quarkus.datasource.username and quarkus.datasource.password)";
          case "3D000" ->
              "is not there, though its server is (PGDATABASE, or the end of quarkus.datasource.reactive.url)";
          case "42501" ->
              "does not let its user (PGUSER) create what composer needs; make that user the owner, or migrate as its owner with COMPOSER_DATABASE_MIGRATE=only";
          default -> "";
        };
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of("the database %s: %s".formatted(keys, refused.getErrorMessage()));
  }
}

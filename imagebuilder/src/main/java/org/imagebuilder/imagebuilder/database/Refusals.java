package org.imagebuilder.imagebuilder.database;

import io.vertx.pgclient.PgException;
import org.imagebuilder.imagebuilder.errors.Outage;
import org.imagebuilder.imagebuilder.errors.StartException;
import org.jspecify.annotations.Nullable;

/** Why a schema could not be brought up to date, in sentences for operators. */
final class Refusals {
  private Refusals() {}

  static String sentence(Throwable failure) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StartException known) {
        return String.valueOf(known.getMessage());
      }
      if (each instanceof PgException refused && !Outage.isOne(refused)) {
        return "the database %s: %s".formatted(reason(refused), refused.getErrorMessage());
      }
    }
    return "the database does not answer (quarkus.datasource.reactive.url, or PGHOST and its kin): "
        + (failure.getCause() == null ? failure : failure.getCause()).getMessage();
  }

  private static String reason(PgException refused) {
    return switch (String.valueOf(refused.getSqlState())) {
      case "28P01", "28000" -> "refuses its user (PGUSER and PGPASSWORD)";
      case "3D000" -> "is not there, though its server is (PGDATABASE)";
      case "42501" ->
          "does not let its user (PGUSER) create what is needed; make that user the owner, or migrate as its owner with IMAGEBUILDER_DATABASE_MIGRATE=only";
      default -> "refuses a step of the schema";
    };
  }
}

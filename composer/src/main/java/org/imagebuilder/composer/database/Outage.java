package org.imagebuilder.composer.database;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from a statement that is wrong. */
final class Outage {
  // Shutdown, crash, still starting, too many connections, idle for too long inside and outside of
  // a transaction, a statement or a lock that took too long: the server itself says "not now".
  private static final Set<String> NOT_NOW =
      Set.of("57P01", "57P02", "57P03", "53300", "57P05", "25P03", "57014", "55P03");

  private Outage() {}

  static boolean isOne(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException refused) {
        String state = refused.getSqlState();
        return state != null && (NOT_NOW.contains(state) || state.startsWith("08"));
      }
      if (cause instanceof DatabaseAwayException
          || cause instanceof IOException
          || cause instanceof ClosedConnectionException) {
        return true;
      }
      // The driver reports a pool that got no connection in time, and a closed pipe, in this type.
      if (cause instanceof VertxException || cause instanceof NoStackTraceThrowable) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the statement was right and only met a rival: a deadlock, or a serialization failure.
   */
  static boolean isLostRace(Throwable failure) {
    return failure instanceof PgException refused
        && ("40P01".equals(refused.getSqlState()) || "40001".equals(refused.getSqlState()));
  }
}

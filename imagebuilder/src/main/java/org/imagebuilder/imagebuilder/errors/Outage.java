package org.imagebuilder.imagebuilder.errors;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from a fault of ours. */
public final class Outage {
  private Outage() {}

  /** Whether the same may go well later, without anybody's doing. */
  public static boolean isOne(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String name = cause.getClass().getName();
      if (cause instanceof IOException
          || name.equals("io.vertx.sqlclient.ClosedConnectionException")
          // The pool gave no connection in time.
          || name.equals("io.vertx.core.impl.NoStackTraceThrowable")
          || saysNotNow(cause)) {
        return true;
      }
    }
    return false;
  }

  // Shutdown, crash, still starting, too many connections, a lock that is held for too long, a
  // statement that took too long: the server itself asks to come again.
  private static boolean saysNotNow(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    return (cause instanceof SQLException // as Hibernate passes it on
            || cause.getClass().getName().equals("io.vertx.pgclient.PgException"))
        && (text.contains("(57P0")
            || text.contains("(57014)")
            || text.contains("(53300)")
            || text.contains("(55P03)")
            || text.contains("(08"));
  }
}

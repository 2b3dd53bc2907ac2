package org.imagebuilder.composer.database;

import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;

/** What to do with a connection that does not answer any more. */
public final class DeadConnection {
  private DeadConnection() {}

  /**
   * Closes its socket at once. A polite end would wait in line behind the statement that is not
   * answered.
   */
  public static void cut(SqlConnection connection) {
    Connection inner = ((SqlConnectionInternal) connection.getDelegate()).unwrap();
    while (inner.unwrap() != inner) {
      inner = inner.unwrap();
    }
    ((SocketConnectionBase) inner).socket().close();
  }
}

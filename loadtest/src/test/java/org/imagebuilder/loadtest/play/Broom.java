package org.imagebuilder.loadtest.play;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Sweeps away what one story has left in composer's queue, where another one follows with the same
 * programs. Argument: composer's database, as a JDBC URL.
 */
final class Broom {
  private Broom() {}

  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement()) {
      statement.execute("truncate composes, jobs cascade");
    }
  }
}

package org.imagebuilder.loadtest.imagebuilder;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Imagebuilder's database from behind: fills it with an organisation's history, and empties it. */
final class Records implements AutoCloseable {
  // Spread over thirteen days, so that all of it is in a list's window; three kinds of images.
  private static final String HISTORY =
      """
      insert into composes (job_id, request, created_at, account_number, org_id, image_name, client_id)
      select gen_random_uuid(),
             jsonb_set(?::jsonb, '{image_requests,0,image_type}',
                       to_jsonb((array['aws', 'gcp', 'guest-image'])[1 + n % 3])),
             (now() at time zone 'UTC') - n * (interval '13 days' / ?), '', ?, 'image ' || n, 'api'
      from generate_series(1, ?) as n
      """;

  private static final String OUTCOMES =
      """
      insert into compose_outcomes (job_id, image_status, seen_at)
      select job_id, '{"status":"success"}', now() from composes where org_id = ?
      order by created_at desc limit 1000
      on conflict do nothing
      """;

  private static final String FINISHED =
      """
      select c.job_id from composes c join compose_outcomes o using (job_id)
      where c.org_id = ? limit ?
      """;

  private static final String UNDER_WAY =
      "select job_id from compose_requests where state = 'ACCEPTED' and org_id = ? limit ?";

  private final Connection connection;
  private final String organisation;

  Records(String url, String organisation) throws SQLException {
    this.connection = DriverManager.getConnection(url);
    this.organisation = organisation;
  }

  void empty() throws SQLException {
    run("delete from composes");
    run("delete from compose_requests");
    run("vacuum full");
  }

  void fill(int composes, String request) throws SQLException {
    if (composes > 0) {
      try (PreparedStatement statement = connection.prepareStatement(HISTORY)) {
        statement.setString(1, request);
        statement.setInt(2, composes);
        statement.setString(3, organisation);
        statement.setInt(4, composes);
        statement.executeUpdate();
      }
    }
    run("vacuum analyze");
    run("checkpoint");
  }

  /** Some composes whose end is known; none of a program that does not keep it. */
  List<String> someFinished(int most) throws SQLException {
    if (!keepsOutcomes()) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(OUTCOMES)) {
      statement.setString(1, organisation);
      statement.executeUpdate();
    }
    return ids(FINISHED, most);
  }

  private boolean keepsOutcomes() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select to_regclass('compose_outcomes') is not null")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  /** Some composes that composer has taken. */
  List<String> someUnderWay(int most) throws SQLException {
    return ids(UNDER_WAY, most);
  }

  private List<String> ids(String query, int most) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, organisation);
      statement.setInt(2, most);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

package org.imagebuilder.loadtest.composer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Composer's database from behind: fills it with history, empties it, keeps an old snapshot. */
final class Records implements AutoCloseable {
  // A finished compose as composer would have left it: two jobs, their args, input and results.
  private static final String HISTORY =
      """
      with one as materialized (
        select gen_random_uuid() as root, gen_random_uuid() as manifest, n,
               now() - n * interval '20 s' as ended
        from generate_series(1, COMPOSES) as n),
      job as (
        insert into jobs (id, plan_id, channel, share, queue_type, state, fair_tag, tag,
                          waiting_for, queued_at, started_at, finished_at, token, result_hash, summary)
        select case part when 1 then manifest else root end, root, '', 'share ' || n % 20,
               case part when 1 then 'rpm-manifest' else 'osbuild:x86_64' end,
               'succeeded', n, n, 0, ended - interval '10 min', ended - interval '9 min', ended,
               gen_random_uuid(), '\\x00', '{"success":true}'
        from one, generate_series(1, 2) as part order by n, part),
      arg as (
        insert into job_args (job, args)
        select unnest(array[manifest, root]), '{"padding":"' || repeat(md5(n::text), 60) || '"}'
        from one),
      input as (
        insert into job_inputs (job, position, input, name)
        select root, 0, manifest, 'manifest' from one),
      result as (
        insert into job_results (job, result)
        select unnest(array[manifest, root]), '{"padding":"' || repeat(md5(n::text), 120) || '"}'
        from one)
      insert into composes (id, tenant, channel, request, created_at)
      select root, '', '', '{"padding":"' || repeat(md5(n::text), 60) || '"}',
             ended - interval '10 min'
      from one
      """;

  private final Connection connection;

  Records(String url) throws SQLException {
    this.connection = DriverManager.getConnection(url);
  }

  void empty() throws SQLException {
    run("truncate composes, jobs cascade");
  }

  void fill(int composes) throws SQLException {
    if (composes > 0) {
      run(HISTORY.replace("COMPOSES", Integer.toString(composes)));
      run("vacuum analyze");
    }
    run("checkpoint");
  }

  /** Some composes of any state. */
  List<String> someComposes(int most) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (PreparedStatement ask =
        connection.prepareStatement("select id::text from composes order by id limit ?")) {
      ask.setInt(1, most);
      try (ResultSet rows = ask.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }

  /** Keeps all that is now from being cleaned up, until {@link #letGo}. */
  void holdSnapshot() throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    run("select count(*) from job_leases");
  }

  void letGo() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
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

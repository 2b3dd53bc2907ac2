package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.Test;

/** How the end of a job is looked up by a planner that knows no statistics, as after a start. */
class EndPlanTest {

  @Test
  void the_end_of_a_job_never_walks_along_all_open_ones() {
    String plan = planWithoutStatistics(Endings.SUCCEED);

    assertThat(plan).contains("jobs_pkey").doesNotContain("jobs_open").doesNotContain("Seq Scan");
  }

  private static String planWithoutStatistics(String statement) {
    try (TestDatabase database = TestDatabase.migrated();
        TestQueue queue = new TestQueue(database, QueueConfigs.usual(), 2)) {
      queue.rows("alter table jobs set (autovacuum_enabled = false)");
      queue.rows("alter table job_inputs set (autovacuum_enabled = false)");
      queue.rows(
          """
          with job as (
            insert into jobs (id, plan_id, channel, share, queue_type, state, fair_tag, tag,
                              waiting_for)
            select gen_random_uuid(), gen_random_uuid(), $1, 'share', $2, 'waiting', n, n, 1
            from generate_series(1, 20000) as n returning id)
          insert into job_inputs (job, position, input, name) select id, 0, id, 'x' from job
          """,
          Plans.CHANNEL,
          Plans.IMAGE);
      SqlConnection connection = TestDatabase.await(queue.pool.getConnection());
      run(connection, "set plan_cache_mode = force_generic_plan");
      run(connection, "prepare ending (uuid, text, text, text, text) as " + statement);
      String explain = "explain execute ending (gen_random_uuid(), '', 'succeeded', '{}', '{}')";
      String plan = String.join("\n", run(connection, explain));
      TestDatabase.await(connection.close());
      return plan;
    }
  }

  private static List<String> run(SqlConnection connection, String sql) {
    return StreamSupport.stream(
            TestDatabase.await(connection.query(sql).execute()).spliterator(), false)
        .map(row -> row.getString(0))
        .collect(Collectors.toList());
  }
}

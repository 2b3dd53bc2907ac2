package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How PostgreSQL runs the statements that must stay quick behind any backlog and history. */
class TakePlanTest {
  private static TestDatabase database;
  private static TestQueue queue;

  @BeforeAll
  static void fillDatabase() {
    database = TestDatabase.migrated();
    queue = new TestQueue(database, QueueConfigs.usual(), 3);
    queue.rows(
        """
        insert into jobs (id, plan_id, channel, share, queue_type, state, fair_tag, tag, waiting_for,
                          finished_at)
        select gen_random_uuid(), gen_random_uuid(), $1, 'share ' || n % 20, $2,
               case when n % 4 = 0 then 'ready' else 'succeeded' end, n, n, 0,
               case when n % 4 = 0 then null else now() end
        from generate_series(1, 20000) as n
        """,
        Plans.CHANNEL, Plans.IMAGE);
    queue.rows("insert into job_args (job, args) select id, '{}' from jobs");
    queue.rows("vacuum analyze jobs");
  }

  @AfterAll
  static void close() {
    queue.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16, 64})
  void a_take_walks_along_the_index_of_ready_jobs_even_with_a_generic_plan(int batch) {
    String plan = genericPlan(Take.statement(batch));

    assertThat(plan).contains("jobs_ready").doesNotContain("Seq Scan on jobs");
    // A generic plan guesses ten types for an array; the backlog is of five thousand.
    assertThat(rowsSorted(plan)).as(plan).isLessThanOrEqualTo(10L * batch);
  }

  @Test
  void a_replica_finds_the_first_job_whatever_its_watermark_forgot() {
    Watermarks marks = new Watermarks(() -> 0);
    Watermarks.Start start = marks.start(Plans.CHANNEL, Plans.IMAGE);

    marks.taken(Plans.CHANNEL, Plans.IMAGE, start, 100);
    marks.ready(new Ready(Plans.CHANNEL, Plans.IMAGE, 40));

    assertThat(marks.start(Plans.CHANNEL, Plans.IMAGE).tag()).isEqualTo(40);
  }

  @Test
  void a_take_does_not_pass_over_what_became_ready_while_it_ran() {
    Watermarks marks = new Watermarks(() -> 0);
    Watermarks.Start start = marks.start(Plans.CHANNEL, Plans.IMAGE);
    marks.ready(new Ready(Plans.CHANNEL, Plans.IMAGE, 40));

    marks.taken(Plans.CHANNEL, Plans.IMAGE, start, 100);

    assertThat(marks.start(Plans.CHANNEL, Plans.IMAGE).tag()).isLessThanOrEqualTo(40);
  }

  @Test
  void once_a_second_a_scan_begins_at_the_very_start() {
    long[] now = {0};
    Watermarks marks = new Watermarks(() -> now[0]);
    marks.taken(Plans.CHANNEL, Plans.IMAGE, marks.start(Plans.CHANNEL, Plans.IMAGE), 100);

    now[0] += 2_000_000_000L;

    assertThat(marks.start(Plans.CHANNEL, Plans.IMAGE).tag()).isNegative().isInfinite();
  }

  @Test
  void types_that_workers_make_up_fill_no_memory() {
    Watermarks marks = new Watermarks(() -> 0);

    IntStream.range(0, 50_000).forEach(i -> marks.start(Plans.CHANNEL, "made-up-" + i));

    assertThat(marks.ofChannel(Plans.CHANNEL)).hasSizeLessThanOrEqualTo(10_000);
  }

  @Test
  void status_reads_neither_args_nor_results() {
    assertThat(PlanReads.JOBS_OF_PLANS).doesNotContain("job_args").doesNotContain("job_results");
  }

  // The plan that a prepared statement gets after some runs, when it knows no arguments any more.
  private static String genericPlan(String statement) {
    SqlConnection connection = TestDatabase.await(queue.pool.getConnection());
    try {
      String name = "take_" + UUID.randomUUID().toString().replace("-", "");
      run(connection, "set plan_cache_mode = force_generic_plan");
      run(
          connection,
          "prepare %s (text, text[], float8[], uuid[], float8[]) as %s".formatted(name, statement));
      List<String> lines =
          run(
              connection,
              "explain (costs on) execute %s ('%s', array['%s', 'manifest'], array['-infinity', '-infinity']::float8[], array[null, null]::uuid[], array[1, 1])"
                  .formatted(name, Plans.CHANNEL, Plans.IMAGE));
      return String.join("\n", lines);
    } finally {
      TestDatabase.await(connection.close());
    }
  }

  private static List<String> run(SqlConnection connection, String sql) {
    return StreamSupport.stream(
            TestDatabase.await(connection.query(sql).execute()).spliterator(), false)
        .map(row -> row.getString(0))
        .collect(Collectors.toList());
  }

  // What a sort is expected to see: as many rows as the limits let through, never the backlog.
  private static long rowsSorted(String plan) {
    return plan.lines()
        .filter(line -> line.contains("Sort  ("))
        .map(line -> line.replaceAll(".*rows=(\\d+).*", "$1"))
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }
}

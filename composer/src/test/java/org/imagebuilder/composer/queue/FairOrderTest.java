package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is served first: whoever asked for little, whenever it comes. */
class FairOrderTest {
  private static TestDatabase database;

  private TestQueue queue;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void openQueue() {
    queue = new TestQueue(database, QueueConfigs.usual(), 4);
  }

  @AfterEach
  void emptyQueue() {
    queue.rows("delete from jobs");
    queue.close();
  }

  @Test
  void jobs_of_one_share_come_in_the_order_in_which_they_were_enqueued() {
    List<JobId> asked = flood("heavy", 20);

    List<JobId> served = IntStream.range(0, 20).mapToObj(i -> serve().id()).toList();

    assertThat(served).isEqualTo(asked);
  }

  @Test
  void a_newcomer_right_behind_a_flood_is_served_before_the_flood_is() {
    flood("heavy", 300);

    NewPlan newcomer = queue.enqueue(Plans.singleOf("newcomer"));

    assertThat(placeOf(newcomer)).isLessThanOrEqualTo(2);
  }

  @Test
  void a_newcomer_is_served_soon_when_the_flood_has_been_served_for_long() {
    flood("heavy", 300);
    workers(10, 150);

    NewPlan newcomer = queue.enqueue(Plans.singleOf("newcomer"));

    assertThat(placeOf(newcomer)).isLessThanOrEqualTo(2);
  }

  @Test
  void the_order_holds_while_ended_leases_pile_up_behind_an_old_snapshot() {
    SqlConnection old = TestDatabase.await(queue.pool.getConnection());
    TestDatabase.await(
        old.query("begin isolation level repeatable read; select count(*) from jobs").execute());
    endedLeases(20_000);
    flood("heavy", 300);
    workers(10, 150);

    NewPlan newcomer = queue.enqueue(Plans.singleOf("newcomer"));

    assertThat(placeOf(newcomer)).isLessThanOrEqualTo(2);
    TestDatabase.await(old.query("rollback").execute());
    TestDatabase.await(old.close());
  }

  @Test
  void the_order_holds_while_nobody_works_behind_an_old_snapshot() {
    SqlConnection old = TestDatabase.await(queue.pool.getConnection());
    TestDatabase.await(
        old.query("begin isolation level repeatable read; select count(*) from jobs").execute());
    endedLeases(20_000);
    flood("heavy", 300);

    NewPlan newcomer = queue.enqueue(Plans.singleOf("newcomer"));

    assertThat(placeOf(newcomer)).isLessThanOrEqualTo(2);
    TestDatabase.await(old.query("rollback").execute());
    TestDatabase.await(old.close());
  }

  private void endedLeases(int count) {
    queue.rows(
        """
        insert into jobs (id, plan_id, channel, share, fair_tag, tag, queue_type, state, waiting_for)
        select md5('x' || n)::uuid, md5('x' || n)::uuid, 'elsewhere', '', 0, 0, 'x', 'ready', 0
        from generate_series(1, $1::int) as n
        """,
        count);
    queue.rows(
        """
        insert into job_leases (job, token, channel, queue_type, fair_tag, expires_at)
        select id, id, channel, queue_type, 0, now() + interval '1 h' from jobs
        """);
    queue.rows("delete from job_leases");
    queue.rows("delete from jobs");
  }

  @Test
  void a_flood_behind_a_flood_gets_every_second_worker() {
    flood("heavy", 200);
    workers(10, 50);
    flood("second", 200);

    List<String> served = IntStream.range(0, 60).mapToObj(i -> share(serve())).toList();

    assertThat(served.stream().filter("second"::equals).count()).isBetween(25L, 35L);
  }

  @Test
  void a_share_that_comes_back_after_a_pause_pays_for_nothing_and_gains_nothing() {
    flood("returning", 50);
    IntStream.range(0, 50).forEach(i -> serve());
    flood("steady", 50);
    flood("returning", 50);

    List<String> served = IntStream.range(0, 40).mapToObj(i -> share(serve())).toList();

    assertThat(served.stream().filter("returning"::equals).count()).isBetween(16L, 24L);
  }

  @Test
  void a_share_of_three_times_the_weight_gets_three_times_the_service() {
    for (int i = 0; i < 100; i++) {
      queue.enqueue(weighted("light", 1));
      queue.enqueue(weighted("weighty", 3));
    }

    List<String> served = IntStream.range(0, 80).mapToObj(i -> share(serve())).toList();

    assertThat(served.stream().filter("weighty"::equals).count()).isBetween(54L, 66L);
  }

  @Test
  void a_plan_for_which_a_person_waits_goes_first() {
    flood("heavy", 100);
    flood("other", 5);

    NewPlan interactive = queue.enqueue(interactive("other"));

    assertThat(placeOf(interactive)).isEqualTo(1);
  }

  @Test
  void batch_work_is_not_starved_by_people_who_wait() {
    NewPlan batch = queue.enqueue(Plans.singleOf("batch"));
    int before = 0;
    // Somebody new waits all the time, one after the other.
    for (int i = 0; i < 100; i++) {
      queue.enqueue(interactive("person"));
      queue.enqueue(interactive("person"));
      if (serve().id().equals(Plans.root(batch))) {
        before = i + 1;
        break;
      }
    }

    assertThat(before).isBetween(1, 25);
  }

  @Test
  void a_compose_that_was_begun_is_finished_before_a_later_one_is_begun() {
    List<NewPlan> plans = List.of(queue.enqueue(Plans.pair()), queue.enqueue(Plans.pair()));
    queue.succeed(queue.lease());

    LeasedJob next = queue.lease();

    assertThat(next.id()).isEqualTo(Plans.root(plans.getFirst()));
  }

  @Test
  void a_type_that_no_worker_serves_does_not_hold_virtual_time_back() {
    for (int i = 0; i < 3; i++) {
      JobId id = JobId.random();
      queue.enqueue(
          NewPlan.of(id.value(), Plans.CHANNEL, "stuck", List.of(NewJob.of(id, "nobody", "{}"))));
    }
    flood("heavy", 100);
    Deque<LeasedJob> busy = workers(5, 50);
    flood("late", 60);

    List<String> served = IntStream.range(0, 40).mapToObj(i -> share(serve())).toList();

    // With time standing still the latecomers' flood would stand before all that is left.
    assertThat(served.stream().filter("heavy"::equals).count()).isBetween(16L, 24L);
    busy.forEach(queue::succeed);
  }

  @Test
  void a_job_that_is_taken_away_keeps_its_place() {
    List<JobId> asked = flood("heavy", 5);
    LeasedJob first = queue.lease();
    TestDatabase.await(queue.queue.handBack(first.lease()));

    assertThat(queue.lease().id()).isEqualTo(asked.getFirst());
  }

  private List<JobId> flood(String share, int plans) {
    return IntStream.range(0, plans)
        .mapToObj(i -> Plans.root(queue.enqueue(Plans.singleOf(share))))
        .toList();
  }

  private LeasedJob serve() {
    LeasedJob job = queue.lease(Plans.IMAGE);
    queue.succeed(job);
    return job;
  }

  // So many workers that are always busy; returns those jobs that still run.
  private Deque<LeasedJob> workers(int workers, int jobs) {
    Deque<LeasedJob> busy = new ArrayDeque<>();
    for (int i = 0; i < jobs; i++) {
      if (busy.size() == workers) {
        queue.succeed(busy.remove());
      }
      busy.add(queue.lease(Plans.IMAGE));
    }
    return busy;
  }

  private int placeOf(NewPlan plan) {
    List<JobId> served = new ArrayList<>();
    while (!served.contains(Plans.root(plan))) {
      served.add(serve().id());
    }
    return served.size();
  }

  private static String share(LeasedJob job) {
    return job.args().replaceAll("\\{\"n\":\"(.*)\"\\}", "$1");
  }

  private static NewPlan weighted(String share, double weight) {
    NewPlan plan = Plans.singleOf(share);
    return new NewPlan(plan.id(), plan.channel(), share, weight, 1, false, plan.jobs());
  }

  private static NewPlan interactive(String share) {
    NewPlan plan = Plans.singleOf(share);
    return new NewPlan(plan.id(), plan.channel(), share, 1, 1, true, plan.jobs());
  }
}

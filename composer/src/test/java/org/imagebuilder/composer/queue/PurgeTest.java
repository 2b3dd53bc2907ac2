package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.queue.Plans.root;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the queue forgets, and what it never does. */
class PurgeTest {
  private static final PurgeRule OLDER_THAN_A_DAY =
      new PurgeRule(Optional.empty(), Duration.ofDays(1), Duration.ofDays(1));

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
  void an_old_plan_goes_with_all_that_belongs_to_it() {
    NewPlan old = ended(Plans.pair());
    queue.rows(
        "insert into composes (id, tenant, channel, request) values ($1, 't', 'c', '{}')",
        old.id());
    queue.rows(
        "insert into artifacts (token, name, job, location) values ($1, 'disk', $1, 'x')",
        old.id());
    age("2 days");

    int forgotten = purge(OLDER_THAN_A_DAY);

    assertThat(forgotten).isEqualTo(2);
    assertThat(
            queue.count(
                "select (select count(*) from jobs) + (select count(*) from job_args) + (select count(*) from job_results) + (select count(*) from job_inputs) + (select count(*) from composes) + (select count(*) from artifacts)"))
        .isZero();
  }

  @Test
  void a_plan_of_which_a_job_ended_lately_stays_whole() {
    NewPlan plan = ended(Plans.pair());
    age("2 days");
    queue.rows("update jobs set finished_at = now() where id = $1", plan.id());

    assertThat(purge(OLDER_THAN_A_DAY)).isZero();

    assertThat(queue.count("select count(*) from jobs")).isEqualTo(2);
  }

  @Test
  void a_plan_that_has_not_ended_stays() {
    queue.enqueue(Plans.pair());
    queue.succeed(queue.lease());
    age("2 days");

    assertThat(purge(OLDER_THAN_A_DAY)).isZero();
  }

  @Test
  void a_plan_whose_result_another_plan_needs_stays() {
    NewPlan old = ended(Plans.single());
    age("2 days");
    NewJob copy =
        NewJob.of(JobId.random(), "report", "{}").withInputs(new NewInput("image", root(old)));
    queue.enqueue(NewPlan.of(copy.id().value(), Plans.CHANNEL, "share", List.of(copy)));

    long counted =
        TestDatabase.await(
            queue.queue.purgeable(
                new PurgeRule(Optional.empty(), Duration.ofDays(1), Duration.ofDays(9))));

    assertThat(purge(OLDER_THAN_A_DAY)).isZero();
    assertThat(counted).isZero();
  }

  @Test
  void a_rule_for_one_channel_leaves_the_others_alone() {
    ended(Plans.single());
    age("2 days");

    int other = purge(new PurgeRule(Optional.of("org-2"), Duration.ofDays(1), Duration.ofDays(1)));
    int own =
        purge(new PurgeRule(Optional.of(Plans.CHANNEL), Duration.ofDays(1), Duration.ofDays(1)));

    assertThat(other).isZero();
    assertThat(own).isEqualTo(1);
  }

  @Test
  void a_channel_with_a_rule_of_its_own_is_left_alone_by_the_rule_for_all() {
    ended(Plans.single());
    age("2 days");
    PurgeRule others =
        new PurgeRule(
            Optional.empty(), Set.of(Plans.CHANNEL), Duration.ofDays(1), Duration.ofDays(1));

    assertThat(purge(others)).isZero();

    assertThat(queue.count("select count(*) from jobs")).isEqualTo(1);
  }

  @Test
  void what_a_rule_allows_can_be_counted_without_forgetting_it() {
    ended(Plans.pair());
    queue.enqueue(Plans.single());
    age("2 days");

    long jobs = TestDatabase.await(queue.queue.purgeable(OLDER_THAN_A_DAY));

    assertThat(jobs).isEqualTo(2);
    assertThat(queue.count("select count(*) from jobs")).isEqualTo(3);
  }

  @Test
  void heavy_plans_go_one_at_a_time() {
    for (int i = 0; i < 2; i++) {
      ended(Plans.single());
    }
    age("2 days");
    // Bytes that do not compress, 70 MiB as stored: the batch ends after the first of them.
    queue.rows("alter table job_results alter column result set storage external");
    queue.rows("update job_results set result = repeat('x', 70 * 1024 * 1024)");

    int first = purge(OLDER_THAN_A_DAY);

    assertThat(first).isEqualTo(1);
    assertThat(purge(OLDER_THAN_A_DAY)).isEqualTo(1);
  }

  @Test
  void results_may_go_before_their_plan_and_the_summary_stays() {
    NewPlan plan = ended(Plans.single());
    age("2 days");

    int forgotten = purge(new PurgeRule(Optional.empty(), Duration.ofDays(30), Duration.ofDays(1)));

    assertThat(forgotten).isEqualTo(1);
    assertThat(queue.result(root(plan))).isEmpty();
    assertThat(queue.summary(root(plan)).summary()).isPresent();
  }

  @Test
  void the_cleaner_goes_on_until_nothing_is_left() {
    for (int i = 0; i < 230; i++) {
      ended(Plans.single());
    }
    age("2 days");

    int forgotten =
        TestDatabase.await(new JobCleaner(queue.queue, List.of(OLDER_THAN_A_DAY)).clean());

    assertThat(forgotten).isEqualTo(230);
  }

  private NewPlan ended(NewPlan plan) {
    queue.enqueue(plan);
    plan.jobs().forEach(job -> queue.succeed(queue.lease()));
    return plan;
  }

  private void age(String by) {
    queue.rows(
        "update jobs set finished_at = finished_at - interval '%s' where finished_at is not null"
            .formatted(by));
  }

  private int purge(PurgeRule rule) {
    return TestDatabase.await(queue.queue.purge(rule));
  }
}

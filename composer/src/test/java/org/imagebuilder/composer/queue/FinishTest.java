package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.imagebuilder.composer.queue.Plans.diamond;
import static org.imagebuilder.composer.queue.Plans.job;
import static org.imagebuilder.composer.queue.Plans.pair;
import static org.imagebuilder.composer.queue.Plans.root;
import static org.imagebuilder.composer.queue.Plans.single;

import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker's last word: kept once, and passed on to whatever waits for it. */
class FinishTest {
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
  void a_finished_job_keeps_its_result_and_summary() {
    NewPlan plan = queue.enqueue(single());

    FinishAnswer answer = queue.succeed(queue.lease().lease(), "{\"made\":true}");

    assertThat(answer).isEqualTo(FinishAnswer.FINISHED);
    assertThat(queue.summary(root(plan)))
        .satisfies(
            summary -> {
              assertThat(summary.state()).isEqualTo(JobState.SUCCEEDED);
              assertThat(summary.summary()).contains("{\"s\":1}");
              assertThat(summary.finishedAt()).isPresent();
              assertThat(summary.leased()).isFalse();
            });
    assertThat(queue.result(root(plan))).contains("{\"made\":true}");
  }

  @Test
  void the_same_result_again_is_recognised() {
    queue.enqueue(single());
    Lease lease = queue.lease().lease();
    queue.succeed(lease, "{\"made\":true}");

    assertThat(queue.succeed(lease, "{\"made\":true}")).isEqualTo(FinishAnswer.REPEATED);
  }

  @Test
  void another_result_again_changes_nothing() {
    NewPlan plan = queue.enqueue(single());
    Lease lease = queue.lease().lease();
    queue.succeed(lease, "{\"made\":true}");

    FinishAnswer answer = queue.succeed(lease, "{\"made\":false}");

    assertThat(answer).isEqualTo(FinishAnswer.CONFLICTS);
    assertThat(queue.result(root(plan))).contains("{\"made\":true}");
  }

  @Test
  void a_failure_fails_whatever_needs_it_and_frees_what_runs_all_the_same() {
    NewPlan plan = queue.enqueue(diamond());
    LeasedJob first = queue.lease();

    queue.fail(first);

    assertThat(queue.state(job(plan, 2))).isEqualTo(JobState.FAILED);
    assertThat(queue.result(job(plan, 2))).contains("{\"error\":\"input\"}");
    assertThat(queue.lease("report").inputs())
        .extracting(LeasedInput::state, LeasedInput::result)
        .containsExactly(
            tuple(JobState.FAILED, "{\"error\":\"input\"}"),
            tuple(JobState.FAILED, "{\"error\":\"own\"}"));
  }

  @Test
  void a_job_that_failed_by_its_input_has_the_summary_that_was_meant_for_it() {
    NewPlan plan = queue.enqueue(pair());

    queue.fail(queue.lease());

    assertThat(queue.summary(root(plan)).summary()).contains("{\"short\":\"input\"}");
  }
}

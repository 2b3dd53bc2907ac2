package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import org.imagebuilder.composer.database.TestDatabase;
import org.imagebuilder.composer.operations.Exposition;
import org.imagebuilder.composer.operations.MetricName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What dashboards read of the queue, as a scraper sees it. */
class QueueMetersTest {
  private static TestDatabase database;

  private TestQueue queue;
  private PrometheusMeterRegistry meters;
  private QueueMeters gauges;

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
    meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    gauges = new QueueMeters(meters);
    queue = TestQueue.before(gauges, database);
  }

  @AfterEach
  void emptyQueue() {
    queue.rows("delete from jobs");
    queue.close();
  }

  @Test
  void an_end_is_counted_and_timed_by_type_status_tenant_and_architecture() {
    queue.enqueue(Plans.single());
    Lease lease = queue.lease().lease();

    TestDatabase.await(queue.queue.finish(lease, new Finish(false, "4xx", Ending.of("{}"))));

    assertThat(scrape())
        .contains(
            MetricName.TOTAL_JOBS.text()
                + "{arch=\"x86_64\",status=\"4xx\",tenant=\"org-1\",type=\"image\",} 1.0")
        .contains(
            MetricName.JOB_DURATION.text()
                + "_seconds_bucket{arch=\"x86_64\",status=\"4xx\",tenant=\"org-1\",type=\"image\",le=\"86400.0\",}"
                + " 1.0");
  }

  @Test
  void a_result_that_is_repeated_is_counted_once() {
    queue.enqueue(Plans.single());
    Lease lease = queue.lease().lease();
    Finish finish = new Finish(true, "2xx", Ending.of("{}"));
    TestDatabase.await(queue.queue.finish(lease, finish));

    TestDatabase.await(queue.queue.finish(lease, finish));

    assertThat(scrape()).containsPattern(MetricName.TOTAL_JOBS.text() + "\\{.*} 1\\.0");
  }

  @Test
  void a_job_that_nobody_takes_is_counted_when_it_is_given_up() {
    queue.enqueue(Plans.single());

    TestDatabase.await(queue.queue.giveUp("org-1", Plans.IMAGE, Duration.ZERO, Ending.of("{}")));

    assertThat(scrape())
        .contains(
            MetricName.TOTAL_JOBS.text()
                + "{arch=\"x86_64\",status=\"5xx\",tenant=\"org-1\",type=\"image\",} 1.0");
  }

  @Test
  void a_job_is_counted_when_its_last_worker_is_lost() {
    queue.enqueue(Plans.single());
    lose();
    lose();
    String before = scrape();

    lose();

    assertThat(before).doesNotContain(MetricName.TOTAL_JOBS.text() + "{");
    assertThat(scrape())
        .contains(
            MetricName.TOTAL_JOBS.text()
                + "{arch=\"x86_64\",status=\"5xx\",tenant=\"org-1\",type=\"image\",} 1.0");
  }

  @Test
  void the_wait_for_a_worker_is_timed_when_the_job_is_leased() {
    queue.enqueue(Plans.single());

    TestDatabase.await(
        queue.queue.lease(TestQueue.poll(Duration.ofSeconds(20), TestQueue.ALL_TYPES)));

    assertThat(scrape())
        .contains(
            MetricName.JOB_WAIT_DURATION.text()
                + "_seconds_count{arch=\"x86_64\",tenant=\"org-1\",type=\"image\",} 1.0");
  }

  @Test
  void waiting_and_running_jobs_are_what_the_database_has() {
    queue.enqueue(Plans.pair());
    queue.enqueue(Plans.pair());
    queue.lease(Plans.MANIFEST);

    readGauges();

    assertThat(scrape())
        .contains(MetricName.PENDING_JOBS.text() + "{tenant=\"org-1\",type=\"image\",} 2.0")
        .contains(MetricName.PENDING_JOBS.text() + "{tenant=\"org-1\",type=\"manifest\",} 1.0")
        .contains(MetricName.RUNNING_JOBS.text() + "{tenant=\"org-1\",type=\"manifest\",} 1.0");
  }

  @Test
  void a_running_job_is_as_old_as_its_lease_and_a_ready_one_as_its_enqueueing() {
    queue.enqueue(Plans.single());
    queue.lease();
    queue.enqueue(Plans.single());
    queue.rows("update jobs set queued_at = now() - interval '2 hours'");
    queue.rows("update jobs set started_at = now() - interval '1 hour' where state = 'running'");

    readGauges();

    String labels = "\\{tenant=\"org-1\",type=\"image\",} ";
    assertThat(scrape())
        .containsPattern(MetricName.OLDEST_RUNNING_JOB.text() + labels + "36[0-9][0-9]\\.")
        .containsPattern(MetricName.OLDEST_READY_JOB.text() + labels + "72[0-9][0-9]\\.");
  }

  @Test
  void a_type_that_has_no_jobs_any_more_is_shown_as_none() {
    queue.enqueue(Plans.single());
    readGauges();
    queue.succeed(queue.lease());

    readGauges();

    assertThat(scrape())
        .contains(MetricName.PENDING_JOBS.text() + "{tenant=\"org-1\",type=\"image\",} 0.0");
  }

  private void lose() {
    queue.lease();
    queue.rows("update job_leases set expires_at = now() - interval '1 s', confirmed_at = now()");
    queue.sweep();
  }

  private void readGauges() {
    gauges.gauge(TestDatabase.await(queue.queue.counts()));
  }

  private String scrape() {
    return Exposition.of(meters.getPrometheusRegistry());
  }
}

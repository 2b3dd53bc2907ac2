package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeaseRequest;
import org.imagebuilder.composer.queue.LeaseState;
import org.imagebuilder.composer.queue.LeasedInput;
import org.imagebuilder.composer.queue.LeasedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A compose for Koji, from the reservation to the import, as workers and callers see it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class KojiLifeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String RESERVED = "{\"build_id\": 4242, \"token\": \"t\"}";
  private static final String MANIFEST =
      "{\"data\": {\"version\": \"2\"}, \"info\": {}, \"error\": \"\"}";
  private static final String BUILT =
      """
      {"success": true, "upload_status": "success", "arch": "%s",
       "osbuild_output": {"success": true, "type": "result", "log": {}, "metadata": {}},
       "target_results": [{"name": "org.osbuild.koji", "options": {"image": {}}}]}
      """;
  private static final String BROKEN =
      "{\"success\": false, \"job_error\": {\"id\": 10, \"reason\": \"build failure\"}}";
  private static final String IMPORTED = "{\"koji_error\": \"\"}";

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;

  @BeforeEach
  void forgetOtherTests() {
    database.run("truncate composes, jobs cascade").await().atMost(PATIENCE);
  }

  @Test
  void two_images_end_up_in_koji() {
    String id = accepted();
    manifests(2);
    finish(lease("koji-init"), JobType.KOJI_INIT, RESERVED);
    finish(lease("osbuild:x86_64"), JobType.OSBUILD, BUILT.formatted("x86_64"));
    finish(lease("osbuild:aarch64"), JobType.OSBUILD, BUILT.formatted("aarch64"));

    finish(lease("koji-finalize"), JobType.KOJI_FINALIZE, IMPORTED);

    Answer status = status(id);
    assertThat(status.text("status")).isEqualTo("success");
    assertThat(status.text("image_status.status")).isEqualTo("success");
    assertThat(status.body().path("image_statuses").findValuesAsText("status"))
        .containsExactly("success", "success");
    assertThat(status.body().at("/koji_status/build_id").asLong()).isEqualTo(4242);
    assertThat(status.body().at("/image_status").has("upload_status")).isFalse();
  }

  @Test
  void results_reach_the_next_job_in_the_order_of_its_inputs_and_not_of_their_ends() {
    accepted();
    manifests(2);
    finish(lease("koji-init"), JobType.KOJI_INIT, RESERVED);
    finish(lease("osbuild:aarch64"), JobType.OSBUILD, BUILT.formatted("aarch64"));
    finish(lease("osbuild:x86_64"), JobType.OSBUILD, BUILT.formatted("x86_64"));

    LeasedJob last = lease("koji-finalize");

    assertThat(last.inputs())
        .extracting(LeasedInput::result)
        .containsExactly(RESERVED, BUILT.formatted("x86_64"), BUILT.formatted("aarch64"));
  }

  @Test
  void a_build_waits_for_reservation_and_manifest() {
    accepted();
    manifests(2);
    finish(lease("koji-init"), JobType.KOJI_INIT, RESERVED);

    LeasedJob build = lease("osbuild:x86_64");

    assertThat(build.inputs()).extracting(LeasedInput::result).containsExactly(RESERVED, MANIFEST);
  }

  @Test
  void the_reservation_is_given_up_when_a_build_failed() {
    String id = accepted();
    manifests(2);
    finish(lease("koji-init"), JobType.KOJI_INIT, RESERVED);
    finish(lease("osbuild:x86_64"), JobType.OSBUILD, BUILT.formatted("x86_64"));
    finish(lease("osbuild:aarch64"), JobType.OSBUILD, BROKEN);
    assertThat(status(id).text("status")).isEqualTo("pending");
    LeasedJob last = lease("koji-finalize");

    finish(
        last,
        JobType.KOJI_FINALIZE,
        "{\"job_error\": {\"id\": 13, \"reason\": \"At least one job dependency failed\"}}");

    assertThat(last.inputs().get(2).result()).isEqualTo(BROKEN);
    Answer status = status(id);
    assertThat(status.text("status")).isEqualTo("failure");
    assertThat(status.body().path("image_statuses").findValuesAsText("status"))
        .containsExactly("success", "failure");
    assertThat(status.text("koji_status.error.id")).isEqualTo("13");
  }

  @Test
  void a_reservation_that_failed_ends_every_image_and_still_reaches_the_last_job() {
    String id = accepted();
    manifests(2);
    finish(
        lease("koji-init"),
        JobType.KOJI_INIT,
        "{\"build_id\": 0, \"token\": \"\", \"koji_error\": \"no such user\"}");

    LeasedJob last = lease("koji-finalize");

    assertThat(last.inputs()).hasSize(3).allSatisfy(input -> assertFailed(input.result()));
    Answer status = status(id);
    assertThat(status.body().path("image_statuses").findValuesAsText("status"))
        .containsExactly("failure", "failure");
    assertThat(status.text("image_status.error.id")).isEqualTo("26");
    assertThat(status.text("image_status.error.details.0.id")).isEqualTo("18");
    assertThat(status.text("image_status.error.details.0.reason")).isEqualTo("no such user");
  }

  @Test
  void a_cancelled_compose_gives_the_reservation_up() {
    String id = accepted();
    finish(lease("koji-init"), JobType.KOJI_INIT, RESERVED);

    Answer cancelled = new CloudApi(server).post("/composes/" + id + "/cancel", "");

    assertThat(cancelled.text("status")).isEqualTo("failure");
    assertThat(cancelled.text("image_status.error.id")).isEqualTo("43");
    LeasedJob last = lease("koji-finalize");
    assertThat(last.inputs().getFirst().result()).isEqualTo(RESERVED);
    assertThat(last.inputs().subList(1, 3)).allSatisfy(input -> assertFailed(input.result()));
  }

  @Test
  void a_reservation_under_way_is_awaited_by_a_cancel_and_then_given_up() {
    String id = accepted();
    LeasedJob init = lease("koji-init");

    Answer cancelled = new CloudApi(server).post("/composes/" + id + "/cancel", "");

    assertThat(cancelled.text("status")).isEqualTo("failure");
    assertThat(queue.heartbeat(init.lease()).await().atMost(PATIENCE)).isEqualTo(LeaseState.HELD);
    finish(init, JobType.KOJI_INIT, RESERVED);
    assertThat(lease("koji-finalize").inputs().getFirst().result()).isEqualTo(RESERVED);
  }

  @Test
  void nothing_is_reserved_for_a_compose_that_is_cancelled_at_once() {
    String id = accepted();

    new CloudApi(server).post("/composes/" + id + "/cancel", "");

    assertThat(
            database
                .run("select state from jobs where queue_type = 'koji-init'")
                .map(rows -> rows.iterator().next().getString("state"))
                .await()
                .atMost(PATIENCE))
        .isEqualTo("cancelled");
  }

  @Test
  void a_plan_that_cannot_be_written_whole_is_not_written_at_all() {
    database
        .run("alter table jobs add constraint broken check (queue_type <> 'koji-finalize')")
        .await()
        .atMost(PATIENCE);

    Answer answer;
    try {
      answer = new CloudApi(server).post("/compose", request());
    } finally {
      database.run("alter table jobs drop constraint broken").await().atMost(PATIENCE);
    }

    assertThat(answer.status()).isEqualTo(500);
    assertThat(count("jobs") + count("composes") + count("job_args")).isZero();
  }

  private static void assertFailed(String result) {
    assertThat(
            ComposeRequests.tree(result).has("job_error")
                || !ComposeRequests.tree(result).path("koji_error").asText().isEmpty())
        .as(result)
        .isTrue();
  }

  private long count(String table) {
    return database
        .run("select count(*) as n from " + table)
        .map(rows -> rows.iterator().next().getLong("n"))
        .await()
        .atMost(PATIENCE);
  }

  private void manifests(int number) {
    for (int i = 0; i < number; i++) {
      finish(lease("rpm-manifest"), JobType.RPM_MANIFEST, MANIFEST);
    }
  }

  private String accepted() {
    Answer answer = new CloudApi(server).post("/compose", request());
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(201);
    return answer.text("id");
  }

  private static String request() {
    return """
        {"distribution": "centos-10",
         "koji": {"server": "https://koji.example.com/kojihub", "task_id": 42,
           "name": "guest-image", "version": "10", "release": "1"},
         "image_requests": [
           {"architecture": "x86_64", "image_type": "guest-image", "repositories": []},
           {"architecture": "aarch64", "image_type": "guest-image", "repositories": []}]}
        """;
  }

  private Answer status(String id) {
    return new CloudApi(server).get("/composes/" + id);
  }

  private LeasedJob lease(String queueType) {
    return queue
        .lease(new LeaseRequest("", Set.of(queueType), Optional.empty(), false, PATIENCE))
        .await()
        .atMost(PATIENCE)
        .orElseThrow();
  }

  private void finish(LeasedJob job, JobType type, String result) {
    jobs.finish(job.lease(), type, result).await().atMost(PATIENCE);
  }
}

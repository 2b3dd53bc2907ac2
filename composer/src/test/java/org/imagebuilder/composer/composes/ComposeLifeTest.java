package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeaseRequest;
import org.imagebuilder.composer.queue.LeasedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see of a compose while workers are busy with it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ComposeLifeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path EXAMPLES =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples", "jobs");

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
  void while_the_manifest_is_made_the_compose_is_pending_and_shows_progress() {
    String id = accepted();
    LeasedJob manifest = lease("debian-manifest");

    queue
        .progress(
            manifest.lease(),
            "{\"progress\": {\"message\": \"Solving\", \"done\": 1, \"total\": 3}}")
        .await()
        .atMost(PATIENCE);

    Answer status = status(id);
    assertThat(status.text("image_status.status")).isEqualTo("pending");
    assertThat(status.body().at("/image_status/progress"))
        .isEqualTo(ComposeRequests.tree("{\"message\": \"Solving\", \"done\": 1, \"total\": 3}"));
    assertThat(status.text("image_status.started_at")).isNotEmpty();
  }

  @Test
  void the_build_gets_the_manifest_and_its_targets() throws IOException {
    accepted();
    finish(lease("debian-manifest"), JobType.DEBIAN_MANIFEST, "debian-manifest.result.json");

    LeasedJob build = lease("debian-image:x86_64");

    assertThat(build.inputs())
        .singleElement()
        .satisfies(
            input -> {
              assertThat(input.name()).isEqualTo("manifest");
              assertThat(input.result()).isEqualTo(example("debian-manifest.result.json"));
            });
    assertThat(build.args()).contains("org.osbuild.aws.s3");
  }

  @Test
  void a_build_that_runs_is_building() throws IOException {
    String id = accepted();
    finish(lease("debian-manifest"), JobType.DEBIAN_MANIFEST, "debian-manifest.result.json");

    lease("debian-image:x86_64");

    assertThat(status(id).text("status")).isEqualTo("pending");
    assertThat(status(id).text("image_status.status")).isEqualTo("building");
  }

  @Test
  void a_build_that_ended_well_shows_where_the_image_is() throws IOException {
    String id = accepted();
    finish(lease("debian-manifest"), JobType.DEBIAN_MANIFEST, "debian-manifest.result.json");

    finish(lease("debian-image:x86_64"), JobType.DEBIAN_IMAGE, "debian-image.result.json");

    Answer status = status(id);
    assertThat(status.text("status")).isEqualTo("success");
    assertThat(status.text("image_status.status")).isEqualTo("success");
    assertThat(status.text("image_status.upload_status.type")).isEqualTo("local");
    assertThat(status.text("image_status.upload_statuses.1.type")).isEqualTo("aws.s3");
    assertThat(status.text("image_status.upload_statuses.1.options.url")).startsWith("https://");
    assertThat(status.body().at("/image_status/upload_statuses/1/options").size()).isEqualTo(1);
    assertThat(status.text("finished_at")).isNotEmpty();
  }

  @Test
  void a_manifest_that_failed_ends_the_compose_and_is_shown_as_the_cause() throws IOException {
    String id = accepted();

    finish(lease("debian-manifest"), JobType.DEBIAN_MANIFEST, "debian-manifest.failed.json");

    Answer status = status(id);
    assertThat(status.text("status")).isEqualTo("failure");
    assertThat(status.text("image_status.error.id")).isEqualTo("9");
    assertThat(status.body().at("/image_status/error/details/0/id").asInt()).isIn(20, 21, 25);
  }

  @Test
  void each_upload_has_a_state_of_its_own_while_others_are_under_way() throws IOException {
    String id = accepted();
    finish(lease("debian-manifest"), JobType.DEBIAN_MANIFEST, "debian-manifest.result.json");
    LeasedJob build = lease("debian-image:x86_64");

    queue
        .progress(
            build.lease(),
            """
            {"progress": {"message": "Uploading", "done": 1, "total": 3},
             "target_results": [
               {"name": "org.osbuild.worker.server",
                "options": {"artifact_relative_path": "disk.qcow2"}},
               {"name": "org.osbuild.aws.s3"},
               {"name": "org.osbuild.gcp", "target_error": {"id": 11, "reason": "no bucket"}}]}
            """)
        .await()
        .atMost(PATIENCE);

    Answer status = status(id);
    assertThat(status.text("status")).isEqualTo("pending");
    assertThat(status.body().at("/image_status/upload_statuses").findValuesAsText("status"))
        .containsExactly("success", "running", "failure");
    assertThat(status.text("image_status.upload_status.type")).isEqualTo("local");
    assertThat(status.text("image_status.upload_statuses.2.error.id")).isEqualTo("11");
  }

  @Test
  void one_upload_that_failed_does_not_spoil_the_other() throws IOException {
    String id = accepted();
    finish(lease("debian-manifest"), JobType.DEBIAN_MANIFEST, "debian-manifest.result.json");

    finish(lease("debian-image:x86_64"), JobType.DEBIAN_IMAGE, "debian-image.target.failed.json");

    Answer status = status(id);
    assertThat(status.text("status")).isEqualTo("failure");
    assertThat(status.text("image_status.error.id")).isEqualTo("28");
    assertThat(status.body().at("/image_status/upload_statuses").findValuesAsText("status"))
        .containsExactlyInAnyOrder("success", "failure");
  }

  /** Whoever reads args or results now would have to wait. */
  @Test
  void status_reads_neither_args_nor_results() throws IOException {
    String id = accepted();
    finish(lease("debian-manifest"), JobType.DEBIAN_MANIFEST, "debian-manifest.result.json");
    finish(lease("debian-image:x86_64"), JobType.DEBIAN_IMAGE, "debian-image.result.json");

    Answer status =
        database
            .inTransaction(
                tx ->
                    tx.run("lock table job_args, job_results in access exclusive mode")
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(locked -> status(id)))
            .await()
            .atMost(PATIENCE);

    assertThat(status.text("status")).isEqualTo("success");
  }

  @Test
  void a_cancelled_build_tells_its_worker() throws IOException {
    String id = accepted();
    LeasedJob manifest = lease("debian-manifest");

    new CloudApi(server).post("/composes/" + id + "/cancel", "");

    assertThat(queue.heartbeat(manifest.lease()).await().atMost(PATIENCE).toString())
        .containsIgnoringCase("cancel");
  }

  @Test
  void another_tenants_compose_is_not_found() {
    String id = accepted();
    database
        .run("update composes set tenant = 'somebody else' where id = '" + id + "'")
        .await()
        .atMost(PATIENCE);

    assertThat(status(id).status()).isEqualTo(404);
  }

  private String accepted() {
    Answer answer =
        new CloudApi(server)
            .post(
                "/compose",
                ComposeRequests.aDebianCompose()
                    .with(
                        "image_request.upload_targets",
                        "[{\"type\": \"local\", \"upload_options\": {}}]")
                    .tree()
                    .toString());
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(201);
    return answer.text("id");
  }

  private Answer status(String id) {
    return new CloudApi(server).get("/composes/" + id);
  }

  private LeasedJob lease(String queueType) {
    Uni<Optional<LeasedJob>> leased =
        queue.lease(
            new LeaseRequest("", Set.of(queueType), Optional.<UUID>empty(), false, PATIENCE));
    return leased.await().atMost(PATIENCE).orElseThrow();
  }

  private void finish(LeasedJob job, JobType type, String example) throws IOException {
    jobs.finish(job.lease(), type, example(example)).await().atMost(PATIENCE);
  }

  private static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }
}

package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.ArtifactName;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.artifacts.Upload;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeasedJob;
import org.imagebuilder.composer.queue.NewInput;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting composes over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class ComposeRemovalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;
  @Inject Artifacts artifacts;
  @Inject Vertx vertx;

  private CloudApi api;
  private TestBuilds builds;

  @BeforeEach
  void begin() {
    run("truncate composes, jobs cascade");
    api = new CloudApi(server);
    builds = new TestBuilds(server, queue, jobs);
  }

  @Test
  void an_ended_compose_is_forgotten_with_its_jobs() throws IOException {
    String id = builds.builtCentos();

    Answer answer = api.delete("/composes/" + id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("id")).isEqualTo(id);
    assertThat(answer.text("kind")).isEqualTo("ComposeDeleteStatus");
    assertThat(answer.text("href")).endsWith("/composes/delete/" + id);
    assertThat(api.get("/composes/" + id).status()).isEqualTo(404);
    assertThat(run("select from jobs")).isZero();
  }

  @Test
  void the_image_that_was_kept_here_goes_with_its_compose() throws IOException {
    String id = builds.debian();
    builds.finish(
        "debian-manifest",
        JobType.DEBIAN_MANIFEST,
        TestBuilds.example("debian-manifest.result.json"));
    Path image = file(builds.lease("debian-image:x86_64"));
    assertThat(image).exists();

    Answer answer = api.delete("/composes/" + id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(image).doesNotExist();
    assertThat(run("select from artifacts")).isZero();
  }

  @Test
  void a_compose_that_has_not_ended_stays() {
    String id = builds.debian();

    Answer answer = api.delete("/composes/" + id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1023");
    assertThat(answer.text("details"))
        .isEqualTo("Cannot delete job before job is finished or cancelled: " + id);
    assertThat(api.get("/composes/" + id).status()).isEqualTo(200);
  }

  @Test
  void a_cancelled_compose_stays_while_its_worker_has_not_noticed() {
    String id = builds.debian();
    builds.lease("debian-manifest");
    api.post("/composes/" + id + "/cancel", "");

    Answer answer = api.delete("/composes/" + id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1023");
    assertThat(answer.text("details")).contains("worker").contains(id);
    assertThat(api.get("/composes/" + id).status()).isEqualTo(200);
  }

  @Test
  void a_cancelled_compose_that_no_worker_holds_is_deleted() {
    String id = builds.debian();
    api.post("/composes/" + id + "/cancel", "");

    assertThat(api.delete("/composes/" + id).status()).isEqualTo(200);
  }

  @Test
  void what_a_clone_needs_is_kept_though_the_compose_is_gone() throws IOException {
    String id = builds.builtCentos();
    JobId build = new JobId(UUID.fromString(id));
    NewJob copy =
        NewJob.of(JobId.random(), "aws-ec2-copy", "{}").withInputs(new NewInput("image", build));
    database
        .inTransaction(
            tx -> queue.enqueue(tx, NewPlan.of(copy.id().value(), "", "", List.of(copy))))
        .await()
        .atMost(PATIENCE);

    Answer answer = api.delete("/composes/" + id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(api.get("/composes/" + id).status()).isEqualTo(404);
    assertThat(queue.result(build).await().atMost(PATIENCE)).isPresent();
  }

  @Test
  void a_compose_can_be_deleted_once() throws IOException {
    String id = builds.builtDebian();
    api.delete("/composes/" + id);

    Answer answer = api.delete("/composes/" + id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
  }

  @Test
  void another_tenants_compose_is_not_found_and_stays() throws IOException {
    String id = builds.builtDebian();
    run("update composes set tenant = 'somebody else'");

    Answer answer = api.delete("/composes/" + id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(run("select from composes")).isEqualTo(1);
  }

  @Test
  void the_id_of_another_job_is_no_compose() throws IOException {
    builds.debian();
    LeasedJob manifest = builds.lease("debian-manifest");

    Answer answer = api.delete("/composes/" + manifest.id().value());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("26");
  }

  @Test
  void a_malformed_id_is_told() {
    Answer answer = api.delete("/composes/1-1-1-1-1");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("42");
  }

  @Test
  void a_method_that_the_path_does_not_know_names_those_that_it_knows() {
    Answer answer = api.post("/composes/" + UUID.randomUUID(), "{}");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.text("id")).isEqualTo("22");
    assertThat(answer.header("Allow")).contains("GET").contains("DELETE");
  }

  /** Puts a file on disk as the build's worker would, and ends the build. */
  private Path file(LeasedJob build) throws IOException {
    Path source = Files.createTempFile("image", "");
    Files.write(source, new byte[1000]);
    Upload upload =
        new Upload(
            build.lease().token(),
            build.id().value(),
            new ArtifactName("disk.qcow2"),
            Optional.empty(),
            Optional.empty());
    vertx
        .fileSystem()
        .open(source.toString(), new OpenOptions().setRead(true))
        .toCompletionStage()
        .toCompletableFuture()
        .thenCompose(bytes -> artifacts.receive(upload, bytes).subscribeAsCompletionStage())
        .join();
    jobs.finish(build.lease(), JobType.DEBIAN_IMAGE, TestBuilds.example("debian-image.result.json"))
        .await()
        .atMost(PATIENCE);
    Files.delete(source);
    Artifact kept = artifacts.ofEndedJob(build.id().value()).await().atMost(PATIENCE).getFirst();
    return artifacts.file(kept);
  }

  private int run(String sql) {
    return database.run(sql).await().atMost(PATIENCE).size();
  }
}

package org.imagebuilder.composer.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.composes.TestBuilds;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifests as they were built, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class ManifestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;

  private ResultCalls calls;

  @BeforeEach
  void begin() {
    calls = new ResultCalls(server, database, queue, jobs);
    calls.forgetOtherTests();
  }

  @Test
  void manifests_are_those_that_were_built() throws IOException {
    Answer answer = calls.read(calls.builds().builtCentos(), "manifests");

    assertThat(answer.text("kind")).isEqualTo("ComposeManifests");
    assertThat(answer.body().path("manifests"))
        .containsExactly(
            JSON.readTree(TestBuilds.example("rpm-manifest.result.json")).path("data"));
  }

  @Test
  void a_debian_manifest_is_shown_as_it_was_built() throws IOException {
    Answer answer = calls.read(calls.builds().builtDebian(), "manifests");

    assertThat(answer.body().path("manifests"))
        .containsExactly(
            JSON.readTree(TestBuilds.example("debian-manifest.result.json")).path("manifest"));
  }

  @Test
  void a_manifest_that_is_not_made_yet_is_null() throws IOException {
    Answer answer = calls.read(calls.builds().debian(), "manifests");

    assertThat(answer.body().path("manifests").get(0).isNull()).isTrue();
  }

  @Test
  void a_manifest_that_failed_is_told_with_its_error() throws IOException {
    String id = calls.builds().debian();
    calls
        .builds()
        .finish(
            "debian-manifest",
            JobType.DEBIAN_MANIFEST,
            "{\"job_error\": {\"id\": 21, \"reason\": \"no such package\", \"details\": \"curll\"}}");

    Answer answer = calls.api().get("/composes/" + id + "/manifests");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("11");
    assertThat(answer.text("details"))
        .matches("job \"[0-9a-f-]+\": Code: 21, Reason: no such package, Details: curll");
  }

  @Test
  void a_manifest_that_was_removed_for_its_age_is_not_found() throws IOException {
    String id = calls.builds().builtCentos();
    calls.run("delete from job_results");

    Answer answer = calls.api().get("/composes/" + id + "/manifests");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
    assertThat(calls.read(id, "metadata").body().path("packages")).isEmpty();
    assertThat(calls.read(id, "logs").body().at("/image_builds/0/success").asBoolean()).isTrue();
  }

  @Test
  void manifests_of_a_koji_compose_stand_in_the_order_of_its_images() throws IOException {
    Answer answer = calls.read(calls.koji(), "manifests");

    assertThat(answer.body().path("manifests").findValuesAsText("version"))
        .containsExactly("first", "second");
  }
}

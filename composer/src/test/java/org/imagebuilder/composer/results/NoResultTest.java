package org.imagebuilder.composer.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.composes.TestBuilds;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose results cannot be read, over HTTP: the answer says why. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class NoResultTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "download"})
  void a_koji_compose_is_the_wrong_kind_for_what_single_images_have(String what)
      throws IOException {
    Answer answer = calls.api().get("/composes/" + calls.koji() + "/" + what);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("26");
  }

  @Test
  void which_of_several_uploads_to_download_is_the_callers_mistake() throws IOException {
    Answer answer = calls.api().get("/composes/" + calls.builds().builtDebian() + "/download");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1006");
    assertThat(answer.text("details")).contains("2 uploads");
  }

  @Test
  void an_image_that_was_sent_elsewhere_is_not_kept_here() throws IOException {
    ObjectNode result = (ObjectNode) JSON.readTree(TestBuilds.example("osbuild.result.json"));
    result.withArray("/target_results").remove(1);

    Answer answer =
        calls.api().get("/composes/" + calls.builds().builtCentos(result.toString()) + "/download");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1022");
  }

  @Test
  void a_failed_compose_has_nothing_to_download() throws IOException {
    String id = calls.builds().builtCentos(TestBuilds.example("osbuild.failed.json"));

    Answer answer = calls.api().get("/composes/" + id + "/download");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1022");
    assertThat(answer.text("details")).contains("failed");
  }

  @Test
  void a_cancelled_compose_has_nothing_to_download() {
    String id = calls.builds().debian();
    calls.api().post("/composes/" + id + "/cancel", "");

    Answer answer = calls.api().get("/composes/" + id + "/download");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1022");
    assertThat(answer.text("details")).contains("cancelled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "logs", "manifests", "sboms", "download"})
  void another_tenants_compose_is_not_found(String what) throws IOException {
    String id = calls.builds().builtCentos();
    calls.run("update composes set tenant = 'somebody else'");
    calls.run("update jobs set channel = 'org-somebody else'");

    Answer answer = calls.api().get("/composes/" + id + "/" + what);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "logs", "manifests", "sboms", "download"})
  void an_unknown_id_is_not_found(String what) {
    Answer answer = calls.api().get("/composes/" + UUID.randomUUID() + "/" + what);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "logs", "manifests", "sboms", "download"})
  void the_id_of_a_job_that_is_no_compose_is_the_wrong_kind(String what) {
    calls.builds().centos();
    UUID manifest = calls.builds().lease("rpm-manifest").id().value();

    Answer answer = calls.api().get("/composes/" + manifest + "/" + what);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("26");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "logs", "manifests", "sboms", "download"})
  void a_malformed_id_is_told(String what) {
    Answer answer = calls.api().get("/composes/1-1-1-1-1/" + what);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("42");
  }
}

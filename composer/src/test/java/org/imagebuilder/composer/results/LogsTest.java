package org.imagebuilder.composer.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** What workers wrote, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class LogsTest {
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
  void logs_are_what_the_worker_sent() throws IOException {
    Answer answer = calls.read(calls.builds().builtCentos(), "logs");

    assertThat(answer.text("kind")).isEqualTo("ComposeLogs");
    assertThat(answer.body().path("image_builds"))
        .containsExactly(JSON.readTree(TestBuilds.example("osbuild.result.json")));
    assertThat(answer.body().has("koji")).isFalse();
    assertThat(answer.header("Content-Type")).startsWith("application/json");
  }

  @Test
  void logs_of_an_old_worker_get_the_error_that_follows_from_them() throws IOException {
    Answer answer =
        calls.read(
            calls
                .builds()
                .builtCentos(
                    "{\"success\": false, \"host_os\": \"rhel-8\", \"osbuild_output\": {\"success\":"
                        + " false, \"error\": {\"type\": \"bad\"}, \"log\": {}}}"),
            "logs");

    JsonNode build = answer.body().at("/image_builds/0");
    assertThat(build.at("/job_error/id").asInt()).isEqualTo(18);
    assertThat(build.at("/host_os").asText()).isEqualTo("rhel-8");
    assertThat(build.at("/osbuild_output/error/type").asText()).isEqualTo("bad");
  }

  @Test
  void a_result_without_the_word_success_counts_as_osbuild_says() throws IOException {
    Answer answer =
        calls.read(
            calls
                .builds()
                .builtCentos("{\"success\": false, \"osbuild_output\": {\"success\": true}}"),
            "logs");

    assertThat(answer.body().at("/image_builds/0/success").asBoolean()).isTrue();
    assertThat(answer.body().at("/image_builds/0").has("job_error")).isFalse();
  }

  @Test
  void logs_of_a_build_that_has_not_ended_are_empty() throws IOException {
    Answer answer = calls.read(calls.builds().centos(), "logs");

    assertThat(answer.body().path("image_builds"))
        .containsExactly(
            JSON.readTree(
                "{\"success\": false, \"upload_status\": \"\", \"host_os\": \"\", \"arch\": \"\"}"));
  }

  @Test
  void logs_of_a_cancelled_compose_say_that_it_was_cancelled() throws IOException {
    String id = calls.builds().debian();
    calls.api().post("/composes/" + id + "/cancel", "");

    Answer answer = calls.read(id, "logs");

    assertThat(answer.body().at("/image_builds/0/job_error/id").asInt()).isEqualTo(43);
  }

  @Test
  void logs_of_a_compose_whose_manifest_failed_name_the_dependency() throws IOException {
    String id = calls.builds().centos();
    calls
        .builds()
        .finish(
            "rpm-manifest", JobType.RPM_MANIFEST, TestBuilds.example("rpm-manifest.failed.json"));

    Answer answer = calls.read(id, "logs");

    assertThat(answer.body().at("/image_builds/0/job_error/id").asInt()).isEqualTo(9);
  }

  @Test
  void a_result_of_twenty_megabytes_comes_back_whole() throws IOException {
    ObjectNode result = (ObjectNode) JSON.readTree(TestBuilds.example("osbuild.result.json"));
    String line = "Installing a package with \"quotes\", ünïcödé and \\ in its name\n";
    for (JsonNode stage : result.at("/osbuild_output/log/os")) {
      ((ObjectNode) stage).put("output", line.repeat(170_000));
    }
    String id = calls.builds().builtCentos(result.toString());

    Answer answer = calls.read(id, "logs");

    assertThat(answer.whole().body().length()).isGreaterThan(20_000_000);
    assertThat(answer.body().at("/image_builds/0")).isEqualTo(result);
    assertThat(calls.read(id, "metadata").body().path("packages")).hasSize(1);
  }

  @Test
  void logs_of_a_koji_compose_hide_the_token_and_show_both_images_in_order() throws IOException {
    String id = calls.koji();

    Answer answer = calls.read(id, "logs");

    assertThat(answer.body().path("image_builds").findValuesAsText("host_os"))
        .containsExactly("first", "second");
    assertThat(answer.body().at("/koji/init"))
        .isEqualTo(
            JSON.readTree("{\"build_id\": 42, \"token\": \"********\", \"koji_error\": \"\"}"));
    assertThat(answer.body().at("/koji/import")).isEqualTo(JSON.readTree("{\"koji_error\": \"\"}"));
    assertThat(answer.whole().body()).doesNotContain("secret");
  }
}

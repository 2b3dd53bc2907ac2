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
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.composes.TestBuilds;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told about an image, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class MetadataTest {
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
  void metadata_list_the_packages_that_the_build_installed() throws IOException {
    Answer answer = calls.read(calls.builds().builtCentos(), "metadata");

    assertThat(answer.text("kind")).isEqualTo("ComposeMetadata");
    assertThat(answer.body().path("packages"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"type": "rpm", "name": "vim-minimal", "version": "8.2.2637", "release": "21.el9",
                  "epoch": "2", "arch": "x86_64", "sigmd5": "1af658cf4153da1afbf6e4b27e8c104b"}]
                """));
  }

  @Test
  void metadata_leave_out_the_packages_of_the_build_root_and_tell_signatures_and_commits()
      throws IOException {
    ObjectNode result = (ObjectNode) JSON.readTree(TestBuilds.example("osbuild.result.json"));
    result
        .withObject("/osbuild_output")
        .set(
            "metadata",
            JSON.readTree(
                """
                {"build": {"org.osbuild.rpm": {"packages": [
                   {"name": "gcc", "version": "1", "release": "1", "arch": "x86_64", "sigmd5": "a",
                    "epoch": null, "sigpgp": null, "siggpg": null}]}},
                 "os": {"org.osbuild.rpm": {"packages": [
                   {"name": "bash", "version": "5", "release": "1", "arch": "x86_64", "sigmd5": "b",
                    "epoch": null, "sigpgp": "89pgp", "siggpg": null},
                   {"name": "vim", "version": "9", "release": "2", "arch": "noarch", "sigmd5": "c",
                    "epoch": 0, "sigpgp": "89pgp", "siggpg": "89gpg"}]}},
                 "image": {"org.osbuild.ostree.commit": {"compose": {"ostree-commit": "02604b"}}}}
                """));

    Answer answer = calls.read(calls.builds().builtCentos(result.toString()), "metadata");

    assertThat(answer.body().path("packages").findValuesAsText("name"))
        .containsExactly("bash", "vim");
    assertThat(answer.body().path("packages").findValuesAsText("signature"))
        .containsExactly("89pgp", "89gpg");
    assertThat(answer.body().at("/packages/0").has("epoch")).isFalse();
    assertThat(answer.body().at("/packages/1/epoch").asText()).isEqualTo("0");
    assertThat(answer.text("ostree_commit")).isEqualTo("02604b");
  }

  @Test
  void packages_that_the_build_does_not_tell_come_from_the_manifest() throws IOException {
    ObjectNode result = (ObjectNode) JSON.readTree(TestBuilds.example("osbuild.result.json"));
    result.withObject("/osbuild_output").set("metadata", JSON.createObjectNode());

    Answer answer = calls.read(calls.builds().builtCentos(result.toString()), "metadata");

    assertThat(answer.body().path("packages").findValuesAsText("name"))
        .containsExactly("bash", "vim-minimal");
    assertThat(answer.body().path("packages").findValuesAsText("sigmd5")).containsOnly("");
  }

  @Test
  void a_debian_image_has_its_packages_too() throws IOException {
    Answer answer = calls.read(calls.builds().builtDebian(), "metadata");

    assertThat(answer.body().path("packages"))
        .isEqualTo(
            JSON.readTree(TestBuilds.example("debian-manifest.result.json")).path("packages"));
    assertThat(answer.text("request.distribution")).isEqualTo("debian-13");
  }

  @Test
  void the_request_is_read_back_with_defaults_and_without_secrets() throws IOException {
    String id =
        calls
            .builds()
            .accepted(
                (ObjectNode)
                    JSON.readTree(
                        """
                    {"distribution": "centos-9",
                     "image_request": {"architecture": "x86_64", "image_type": "guest-image",
                       "repositories": [], "upload_options": {"region": "eu-west-1"}},
                     "customizations": {"users": [{"name": "admin", "password": "hidden-word"}]}}
                    """));

    Answer answer = calls.read(id, "metadata");

    assertThat(answer.text("request.image_request.size")).isEqualTo("0");
    assertThat(answer.text("request.customizations.partitioning_mode")).isEqualTo("auto-lvm");
    assertThat(answer.whole().body()).contains("********").doesNotContain("hidden-word", "$6$");
    assertThat(answer.body().has("packages")).isFalse();
  }

  @Test
  void a_build_without_a_log_has_unreadable_metadata() throws IOException {
    String id =
        calls.builds().builtCentos("{\"success\": true, \"osbuild_output\": {\"success\": true}}");

    Answer answer = calls.api().get("/composes/" + id + "/metadata");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text("id")).isEqualTo("1012");
  }

  /** It used to pass for an outage of the database, which whoever is told so waits for. */
  @Test
  void a_request_that_cannot_be_read_any_more_is_no_outage() throws IOException {
    String id = calls.builds().builtCentos();
    calls.run("update composes set request = '{'");

    Answer answer = calls.api().get("/composes/" + id + "/metadata");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text("id")).isEqualTo("10001");
  }

  @Test
  void a_failed_build_has_no_packages() throws IOException {
    Answer answer =
        calls.read(
            calls.builds().builtCentos(TestBuilds.example("osbuild.failed.json")), "metadata");

    assertThat(answer.body().has("packages")).isFalse();
    assertThat(answer.body().has("request")).isTrue();
  }
}

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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.composes.CloudApi;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.composes.TestBuilds;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.Ending;
import org.imagebuilder.composer.queue.Finish;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.NewInput;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata, logs, manifests and bills of materials over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class ResultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;

  private CloudApi api;
  private TestBuilds builds;

  @BeforeEach
  void begin() {
    run("truncate composes, jobs cascade");
    api = new CloudApi(server);
    builds = new TestBuilds(server, queue, jobs);
  }

  @Test
  void metadata_list_the_packages_that_the_build_installed() throws IOException {
    Answer answer = read(builds.builtCentos(), "metadata");

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

    Answer answer = read(builds.builtCentos(result.toString()), "metadata");

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

    Answer answer = read(builds.builtCentos(result.toString()), "metadata");

    assertThat(answer.body().path("packages").findValuesAsText("name"))
        .containsExactly("bash", "vim-minimal");
    assertThat(answer.body().path("packages").findValuesAsText("sigmd5")).containsOnly("");
  }

  @Test
  void a_debian_image_has_its_packages_too() throws IOException {
    Answer answer = read(builds.builtDebian(), "metadata");

    assertThat(answer.body().path("packages"))
        .isEqualTo(
            JSON.readTree(TestBuilds.example("debian-manifest.result.json")).path("packages"));
    assertThat(answer.text("request.distribution")).isEqualTo("debian-13");
  }

  @Test
  void the_request_is_read_back_with_defaults_and_without_secrets() throws IOException {
    String id =
        builds.accepted(
            (ObjectNode)
                JSON.readTree(
                    """
                    {"distribution": "centos-9",
                     "image_request": {"architecture": "x86_64", "image_type": "guest-image",
                       "repositories": [], "upload_options": {"region": "eu-west-1"}},
                     "customizations": {"users": [{"name": "admin", "password": "hidden-word"}]}}
                    """));

    Answer answer = read(id, "metadata");

    assertThat(answer.text("request.image_request.size")).isEqualTo("0");
    assertThat(answer.text("request.customizations.partitioning_mode")).isEqualTo("auto-lvm");
    assertThat(answer.whole().body()).contains("********").doesNotContain("hidden-word", "$6$");
    assertThat(answer.body().has("packages")).isFalse();
  }

  @Test
  void a_build_without_a_log_has_unreadable_metadata() throws IOException {
    String id = builds.builtCentos("{\"success\": true, \"osbuild_output\": {\"success\": true}}");

    Answer answer = api.get("/composes/" + id + "/metadata");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text("id")).isEqualTo("1012");
  }

  @Test
  void a_failed_build_has_no_packages() throws IOException {
    Answer answer = read(builds.builtCentos(TestBuilds.example("osbuild.failed.json")), "metadata");

    assertThat(answer.body().has("packages")).isFalse();
    assertThat(answer.body().has("request")).isTrue();
  }

  @Test
  void logs_are_what_the_worker_sent() throws IOException {
    Answer answer = read(builds.builtCentos(), "logs");

    assertThat(answer.text("kind")).isEqualTo("ComposeLogs");
    assertThat(answer.body().path("image_builds"))
        .containsExactly(JSON.readTree(TestBuilds.example("osbuild.result.json")));
    assertThat(answer.body().has("koji")).isFalse();
    assertThat(answer.header("Content-Type")).startsWith("application/json");
  }

  @Test
  void logs_of_an_old_worker_get_the_error_that_follows_from_them() throws IOException {
    Answer answer =
        read(
            builds.builtCentos(
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
        read(
            builds.builtCentos("{\"success\": false, \"osbuild_output\": {\"success\": true}}"),
            "logs");

    assertThat(answer.body().at("/image_builds/0/success").asBoolean()).isTrue();
    assertThat(answer.body().at("/image_builds/0").has("job_error")).isFalse();
  }

  @Test
  void logs_of_a_build_that_has_not_ended_are_empty() throws IOException {
    Answer answer = read(builds.centos(), "logs");

    assertThat(answer.body().path("image_builds"))
        .containsExactly(
            JSON.readTree(
                "{\"success\": false, \"upload_status\": \"\", \"host_os\": \"\", \"arch\": \"\"}"));
  }

  @Test
  void logs_of_a_cancelled_compose_say_that_it_was_cancelled() throws IOException {
    String id = builds.debian();
    api.post("/composes/" + id + "/cancel", "");

    Answer answer = read(id, "logs");

    assertThat(answer.body().at("/image_builds/0/job_error/id").asInt()).isEqualTo(43);
  }

  @Test
  void logs_of_a_compose_whose_manifest_failed_name_the_dependency() throws IOException {
    String id = builds.centos();
    builds.finish(
        "rpm-manifest", JobType.RPM_MANIFEST, TestBuilds.example("rpm-manifest.failed.json"));

    Answer answer = read(id, "logs");

    assertThat(answer.body().at("/image_builds/0/job_error/id").asInt()).isEqualTo(9);
  }

  @Test
  void a_result_of_twenty_megabytes_comes_back_whole() throws IOException {
    ObjectNode result = (ObjectNode) JSON.readTree(TestBuilds.example("osbuild.result.json"));
    String line = "Installing a package with \"quotes\", ünïcödé and \\ in its name\n";
    for (JsonNode stage : result.at("/osbuild_output/log/os")) {
      ((ObjectNode) stage).put("output", line.repeat(170_000));
    }
    String id = builds.builtCentos(result.toString());

    Answer answer = read(id, "logs");

    assertThat(answer.whole().body().length()).isGreaterThan(20_000_000);
    assertThat(answer.body().at("/image_builds/0")).isEqualTo(result);
    assertThat(read(id, "metadata").body().path("packages")).hasSize(1);
  }

  @Test
  void manifests_are_those_that_were_built() throws IOException {
    Answer answer = read(builds.builtCentos(), "manifests");

    assertThat(answer.text("kind")).isEqualTo("ComposeManifests");
    assertThat(answer.body().path("manifests"))
        .containsExactly(
            JSON.readTree(TestBuilds.example("rpm-manifest.result.json")).path("data"));
  }

  @Test
  void a_debian_manifest_is_shown_as_it_was_built() throws IOException {
    Answer answer = read(builds.builtDebian(), "manifests");

    assertThat(answer.body().path("manifests"))
        .containsExactly(
            JSON.readTree(TestBuilds.example("debian-manifest.result.json")).path("manifest"));
  }

  @Test
  void a_manifest_that_is_not_made_yet_is_null() throws IOException {
    Answer answer = read(builds.debian(), "manifests");

    assertThat(answer.body().path("manifests").get(0).isNull()).isTrue();
  }

  @Test
  void a_manifest_that_failed_is_told_with_its_error() throws IOException {
    String id = builds.debian();
    builds.finish(
        "debian-manifest",
        JobType.DEBIAN_MANIFEST,
        "{\"job_error\": {\"id\": 21, \"reason\": \"no such package\", \"details\": \"curll\"}}");

    Answer answer = api.get("/composes/" + id + "/manifests");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("11");
    assertThat(answer.text("details"))
        .matches("job \"[0-9a-f-]+\": Code: 21, Reason: no such package, Details: curll");
  }

  @Test
  void a_manifest_that_was_removed_for_its_age_is_not_found() throws IOException {
    String id = builds.builtCentos();
    run("delete from job_results");

    Answer answer = api.get("/composes/" + id + "/manifests");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
    assertThat(read(id, "metadata").body().path("packages")).isEmpty();
    assertThat(read(id, "logs").body().at("/image_builds/0/success").asBoolean()).isTrue();
  }

  @Test
  void bills_of_materials_are_sorted_by_pipeline_and_tell_its_purpose() throws IOException {
    Answer answer = read(builds.builtCentos(), "sboms");

    JsonNode items = answer.body().path("items");
    assertThat(items).hasSize(1);
    assertThat(items.get(0).findValuesAsText("pipeline_name")).containsExactly("build", "os");
    assertThat(items.get(0).findValuesAsText("pipeline_purpose"))
        .containsExactly("buildroot", "image");
    assertThat(items.get(0).get(1).path("sbom"))
        .isEqualTo(
            JSON.readTree(TestBuilds.example("rpm-manifest.result.json"))
                .at("/sbom_docs/os/document"));
    assertThat(items.get(0).get(1).path("sbom_type").asText()).isEqualTo("spdx");
  }

  @Test
  void a_compose_that_has_not_ended_has_no_bills_of_materials() {
    Answer answer = api.get("/composes/" + builds.centos() + "/sboms");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
    assertThat(answer.text("details")).contains("not ended");
  }

  @Test
  void a_debian_image_has_no_bills_of_materials() throws IOException {
    Answer answer = api.get("/composes/" + builds.builtDebian() + "/sboms");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
  }

  @Test
  void logs_of_a_koji_compose_hide_the_token_and_show_both_images_in_order() throws IOException {
    String id = koji();

    Answer answer = read(id, "logs");

    assertThat(answer.body().path("image_builds").findValuesAsText("host_os"))
        .containsExactly("first", "second");
    assertThat(answer.body().at("/koji/init"))
        .isEqualTo(
            JSON.readTree("{\"build_id\": 42, \"token\": \"********\", \"koji_error\": \"\"}"));
    assertThat(answer.body().at("/koji/import")).isEqualTo(JSON.readTree("{\"koji_error\": \"\"}"));
    assertThat(answer.whole().body()).doesNotContain("secret");
  }

  @Test
  void manifests_of_a_koji_compose_stand_in_the_order_of_its_images() throws IOException {
    Answer answer = read(koji(), "manifests");

    assertThat(answer.body().path("manifests").findValuesAsText("version"))
        .containsExactly("first", "second");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "download"})
  void a_koji_compose_is_the_wrong_kind_for_what_single_images_have(String what)
      throws IOException {
    Answer answer = api.get("/composes/" + koji() + "/" + what);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("26");
  }

  @Test
  void which_of_several_uploads_to_download_is_the_callers_mistake() throws IOException {
    Answer answer = api.get("/composes/" + builds.builtDebian() + "/download");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1006");
    assertThat(answer.text("details")).contains("2 uploads");
  }

  @Test
  void an_image_that_was_sent_elsewhere_is_not_kept_here() throws IOException {
    ObjectNode result = (ObjectNode) JSON.readTree(TestBuilds.example("osbuild.result.json"));
    result.withArray("/target_results").remove(1);

    Answer answer = api.get("/composes/" + builds.builtCentos(result.toString()) + "/download");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1022");
  }

  @Test
  void a_failed_compose_has_nothing_to_download() throws IOException {
    String id = builds.builtCentos(TestBuilds.example("osbuild.failed.json"));

    Answer answer = api.get("/composes/" + id + "/download");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1022");
    assertThat(answer.text("details")).contains("failed");
  }

  @Test
  void a_cancelled_compose_has_nothing_to_download() {
    String id = builds.debian();
    api.post("/composes/" + id + "/cancel", "");

    Answer answer = api.get("/composes/" + id + "/download");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("1022");
    assertThat(answer.text("details")).contains("cancelled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "logs", "manifests", "sboms", "download"})
  void another_tenants_compose_is_not_found(String what) throws IOException {
    String id = builds.builtCentos();
    run("update composes set tenant = 'somebody else'");
    run("update jobs set channel = 'org-somebody else'");

    Answer answer = api.get("/composes/" + id + "/" + what);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "logs", "manifests", "sboms", "download"})
  void an_unknown_id_is_not_found(String what) {
    Answer answer = api.get("/composes/" + UUID.randomUUID() + "/" + what);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "logs", "manifests", "sboms", "download"})
  void the_id_of_a_job_that_is_no_compose_is_the_wrong_kind(String what) {
    builds.centos();
    UUID manifest = builds.lease("rpm-manifest").id().value();

    Answer answer = api.get("/composes/" + manifest + "/" + what);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("26");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "logs", "manifests", "sboms", "download"})
  void a_malformed_id_is_told(String what) {
    Answer answer = api.get("/composes/1-1-1-1-1/" + what);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("42");
  }

  private Answer read(String id, String what) {
    Answer answer = api.get("/composes/" + id + "/" + what);
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(200);
    return answer;
  }

  /** A Koji compose of two images that ended, as its jobs stand in the queue. */
  private String koji() {
    NewJob init = NewJob.of(JobId.random(), "koji-init", "{}");
    NewJob manifest1 = NewJob.of(JobId.random(), "rpm-manifest", "{\"n\":1}");
    NewJob manifest2 = NewJob.of(JobId.random(), "rpm-manifest", "{\"n\":2}");
    NewJob build1 = build(init, manifest1);
    NewJob build2 = build(init, manifest2);
    NewJob end =
        NewJob.of(JobId.random(), "koji-finalize", "{}")
            .withInputs(
                new NewInput("koji-init", init.id()),
                new NewInput("build-1", build1.id()),
                new NewInput("build-2", build2.id()));
    List<NewJob> all = List.of(init, manifest1, manifest2, build1, build2, end);
    String id = end.id().value().toString();
    database
        .inTransaction(tx -> queue.enqueue(tx, NewPlan.of(end.id().value(), "", "", all)))
        .await()
        .atMost(PATIENCE);
    run("insert into composes (id, tenant, channel, request) values ('" + id + "', '', '', '{}')");
    finish("koji-init", "{\"build_id\": 42, \"token\": \"secret\", \"koji_error\": \"\"}");
    finish("rpm-manifest", "{\"data\": {\"version\": \"first\"}}");
    finish("rpm-manifest", "{\"data\": {\"version\": \"second\"}}");
    finish("osbuild:x86_64", "{\"success\": true, \"host_os\": \"first\"}");
    finish("osbuild:x86_64", "{\"success\": true, \"host_os\": \"second\"}");
    finish("koji-finalize", "{\"koji_error\": \"\"}");
    return id;
  }

  private static NewJob build(NewJob init, NewJob manifest) {
    return NewJob.of(JobId.random(), "osbuild:x86_64", "{}")
        .withInputs(new NewInput("koji-init", init.id()), new NewInput("manifest", manifest.id()));
  }

  private void finish(String type, String result) {
    queue
        .finish(
            builds.lease(type).lease(),
            new Finish(true, "2xx", Ending.of(result, "{\"success\":true}")))
        .await()
        .atMost(PATIENCE);
  }

  private void run(String sql) {
    database.run(sql).await().atMost(PATIENCE);
  }
}

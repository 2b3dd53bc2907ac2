package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.testing.LogCapture;
import org.imagebuilder.agent.uploads.koji.HubStandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KojiFinalizeTest extends KojiJobs {

  private static final List<String> REFUND = List.of("osbuild", "4242", HubStandIn.TOKEN, "3");

  KojiFinalizeTest(@TempDir Path work) throws IOException {
    super(work);
  }

  @Test
  void builds_are_imported_with_all_that_is_known_of_them() throws Exception {
    JsonNode result = finish(reservation(), build("x86_64"), build("aarch64"));

    assertThat(hub.complaints()).isEmpty();
    assertThat(result).isEqualTo(Json.mapper().createObjectNode().put("koji_error", ""));
    JsonNode metadata = hub.imports.getFirst();
    assertThat(metadata.path("metadata_version").asInt(-1)).isZero();
    JsonNode build = metadata.path("build");
    assertThat(build.path("build_id").asInt()).isEqualTo(4242);
    assertThat(build.path("task_id").asInt()).isEqualTo(42);
    assertThat(build.path("start_time").asLong()).isEqualTo(1787218200);
    assertThat(build.path("end_time").asLong()).isEqualTo(NOW.getEpochSecond());
    String image = IMAGE.formatted("aarch64");
    JsonNode about = build.at("/extra/typeinfo/image").path(image);
    assertThat(about.path("arch").asText()).isEqualTo("aarch64");
    assertThat(about.path("boot_mode").asText()).isEqualTo("hybrid");
    assertThat(about.path("osbuild_version").asText()).isEqualTo("191");
    assertThat(about.at("/osbuild_artifact/export_name").asText()).isEqualTo("qcow2");
    assertThat(about.path("upload_target_results")).hasSize(2);
    assertThat(build.at("/extra/osbuild_manifest").path(image + ".manifest.json").path("arch"))
        .hasToString("\"aarch64\"");
    assertThat(hub.methods).containsExactly("sslLogin", "CGImport", "logout");
  }

  @Test
  void each_build_has_its_buildroot_and_files() throws Exception {
    finish(reservation(), build("x86_64"), build("aarch64"));

    JsonNode metadata = hub.imports.getFirst();
    JsonNode buildroot = metadata.at("/buildroots/1");
    assertThat(buildroot.path("id").asInt()).isEqualTo(1);
    assertThat(buildroot.at("/host/os").asText()).isEqualTo("fedora-43");
    assertThat(buildroot.at("/host/arch").asText()).isEqualTo("aarch64");
    assertThat(buildroot.path("content_generator"))
        .hasToString("{\"name\":\"osbuild\",\"version\":\"191\"}");
    assertThat(buildroot.path("container")).hasToString("{\"type\":\"none\",\"arch\":\"aarch64\"}");
    assertThat(buildroot.path("tools").isArray()).isTrue();
    assertThat(metadata.path("output"))
        .extracting(file -> file.path("buildroot_id") + file.path("type").asText())
        .containsExactly(
            "0image",
            "0osbuild-manifest",
            "0log",
            "0sbom-doc",
            "1image",
            "1osbuild-manifest",
            "1log",
            "1sbom-doc");
    assertThat(metadata.path("output"))
        .filteredOn(file -> file.path("type").asText().equals("log"))
        .extracting(file -> file.path("arch").asText())
        .containsOnly("noarch");
  }

  @Test
  void packages_of_several_pipelines_are_named_once() throws Exception {
    ObjectNode build = build("x86_64");
    ObjectNode metadata = (ObjectNode) build.at("/osbuild_output/metadata");
    metadata.set("qcow2", metadata.path("os").deepCopy());
    ObjectNode bash = (ObjectNode) metadata.at("/os/org.osbuild.rpm/packages/0").deepCopy();
    bash.put("name", "bash").putNull("epoch").put("siggpg", "8901");
    metadata.putObject("build").putObject("org.osbuild.rpm").putArray("packages").add(bash);

    finish(reservation(), build, build("aarch64"));

    JsonNode imported = hub.imports.getFirst();
    assertThat(imported.at("/output/0/components"))
        .extracting(rpm -> rpm.path("type").asText() + rpm.path("name").asText())
        .containsExactly("rpmvim-minimal");
    assertThat(imported.at("/output/0/components/0/epoch").asInt()).isEqualTo(2);
    JsonNode component = imported.at("/buildroots/0/components/0");
    assertThat(component.path("name").asText()).isEqualTo("bash");
    assertThat(component.path("epoch").isNull()).isTrue();
    assertThat(component.path("signature").asText()).isEqualTo("8901");
  }

  @Test
  void an_import_is_made_again_while_the_hub_sees_corrupted_files() throws Exception {
    hub.faults.put("CGImport", List.of("Corrupted upload: a", "Corrupted upload: b"));

    JsonNode result = finish(reservation(), build("x86_64"), build("aarch64"));

    assertThat(result.has("job_error")).isFalse();
    assertThat(Collections.frequency(hub.methods, "CGImport")).isEqualTo(3);
    assertThat(hub.refunds).isEmpty();
  }

  @Test
  void files_that_stay_corrupted_are_error_16_after_ten_more_attempts() throws Exception {
    hub.faults.put("CGImport", Collections.nCopies(20, "Corrupted upload: a"));

    JsonNode result = finish(reservation(), build("x86_64"), build("aarch64"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(16);
    assertThat(Collections.frequency(hub.methods, "CGImport")).isEqualTo(11);
    assertThat(hub.refunds).containsExactly(REFUND);
  }

  @Test
  void an_import_that_is_refused_is_error_16_and_gives_the_build_up() throws Exception {
    hub.faults.put("CGImport", List.of("No such task, token " + HubStandIn.TOKEN));

    LogCapture log = new LogCapture();
    JsonNode result = finish(reservation(), build("x86_64"), build("aarch64"));
    log.close();

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(16);
    assertThat(result.at("/job_error/details").asText()).contains("No such task");
    assertThat(hub.refunds).containsExactly(REFUND);
    assertThat(result.toString()).matches(text -> !Canary.isIn(text));
    assertThat(log.lines()).noneMatch(Canary::isIn);
  }

  @Test
  void an_import_whose_answer_is_lost_counts_as_done() throws Exception {
    hub.lost.add("CGImport");

    JsonNode result = finish(reservation(), build("x86_64"), build("aarch64"));

    assertThat(result.has("job_error")).isFalse();
    assertThat(hub.imports).hasSize(1);
    assertThat(hub.refunds).isEmpty();
  }

  @Test
  void a_build_that_failed_is_error_13_and_gives_the_reservation_up() throws Exception {
    JsonNode result =
        finish(reservation(), build("x86_64"), (ObjectNode) Examples.job("osbuild.failed"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(13);
    assertThat(result.at("/job_error/reason").asText())
        .isEqualTo("At least one job dependency failed");
    assertThat(result.at("/job_error/details/0").asText()).startsWith("build 2: ");
    assertThat(hub.imports).isEmpty();
    assertThat(hub.refunds).containsExactly(REFUND);
  }

  @Test
  void a_reservation_that_failed_is_error_13_and_koji_is_left_alone() throws Exception {
    for (String failed : List.of("koji-init.failed", "koji-init.old-worker.failed")) {
      JsonNode result =
          finish((ObjectNode) Examples.job(failed), build("x86_64"), build("aarch64"));

      assertThat(result.at("/job_error/id").asInt()).as(failed).isEqualTo(13);
    }
    assertThat(hub.calls()).isEmpty();
  }

  @Test
  void a_cancelled_import_gives_the_reservation_up() throws Exception {
    cancelled("koji-finalize", args("koji-finalize"), reservation(), build("x86_64"));

    assertThat(hub.refunds).containsExactly(REFUND);
  }

  @Test
  void a_cancelled_import_without_a_reservation_leaves_koji_alone() throws Exception {
    cancelled("koji-finalize", args("koji-finalize"), Examples.job("koji-init.failed"));

    assertThat(hub.calls()).isEmpty();
  }

  @Test
  void two_results_of_koji_in_one_build_are_error_16() throws Exception {
    ObjectNode build = build("x86_64");
    ArrayNode targets = (ArrayNode) build.path("target_results");
    targets.add(targets.get(0));

    JsonNode result = finish(reservation(), build, build("aarch64"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(16);
    assertThat(result.at("/job_error/reason").asText())
        .isEqualTo("Exactly one Koji target result is expected per osbuild job");
    assertThat(hub.refunds).containsExactly(REFUND);
  }

  @Test
  void fewer_builds_than_names_are_error_16() throws Exception {
    JsonNode result = finish(reservation(), build("x86_64"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(16);
    assertThat(result.at("/job_error/details").asText()).contains("2 names for 1 builds");
  }

  @Test
  void no_inputs_at_all_are_error_7() throws Exception {
    assertThat(finish().at("/job_error/id").asInt()).isEqualTo(7);
  }
}

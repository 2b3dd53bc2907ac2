package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.testing.FakeComposer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class CheckTest {

  private static final String TOOLS = "src/test/resources/tools/";

  private record Checked(int status, String text) {}

  @Test
  void a_machine_that_could_work_is_told_so_with_versions(@TempDir Path work) throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked = check(composer.url().toString(), work, Map.of());

      assertThat(checked.text())
          .contains("image-builder", "osbuild", "job types", "MiB free", "MiB available")
          .contains("takes this agent")
          .doesNotContain("wrong");
      assertThat(checked.status()).isZero();
    }
  }

  @Test
  void a_composer_that_is_not_there_is_named_with_its_setting(@TempDir Path work) throws Exception {
    FakeComposer composer = FakeComposer.start();
    composer.close();

    Checked checked = check(composer.url().toString(), work, Map.of());

    assertThat(checked.status()).isEqualTo(1);
    assertThat(checked.text()).contains(composer.url().toString(), "agent.composer.url");
  }

  @Test
  void less_than_no_job_at_a_time_is_no_setting(@TempDir Path work) throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked = check(composer.url().toString(), work, Map.of("agent.lanes.build", "-1"));

      assertThat(checked.text())
          .contains(
              "agent.lanes.build is -1; it has to be 0, which asks for no such jobs, or more");
      assertThat(checked.status()).isEqualTo(1);
    }
  }

  @Test
  void a_type_without_its_tool_is_left_out_and_the_setting_named(@TempDir Path work)
      throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked =
          check(composer.url().toString(), work, Map.of("agent.tools.osbuild", "/nowhere/osbuild"));

      assertThat(checked.text())
          .contains("less", "this is not asked for: osbuild", "package osbuild")
          .containsOnlyOnce("agent.tools.osbuild");
      assertThat(checked.status()).isZero();
    }
  }

  @Test
  void a_tool_that_several_types_lack_is_told_once_with_all_of_them(@TempDir Path work)
      throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked =
          check(
              composer.url().toString(),
              work,
              Map.of("agent.tools.kinit", "/nowhere/kinit", "agent.tools.curl", "/bin/true"));

      assertThat(checked.text())
          .containsOnlyOnce("The tool /nowhere/kinit was not found")
          .contains("not asked for: koji-finalize, koji-init");
      assertThat(checked.text().lines().filter(line -> line.contains("job types")))
          .singleElement()
          .asString()
          .doesNotContain("koji");
    }
  }

  @Test
  void a_type_that_was_asked_for_by_name_has_to_be_possible(@TempDir Path work) throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked =
          check(
              composer.url().toString(),
              work,
              Map.of("agent.tools.osbuild", "/nowhere/osbuild", "agent.job-types", "osbuild"));

      assertThat(checked.status()).isEqualTo(1);
      assertThat(checked.text())
          .contains("agent.job-types names osbuild", "There is no job type left");
    }
  }

  @Test
  void a_type_that_there_is_not_is_told_with_those_that_there_are(@TempDir Path work)
      throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked =
          check(
              composer.url().toString(), work, Map.of("agent.job-types", "osbuild,osbuild:x86_64"));

      assertThat(checked.status()).isEqualTo(1);
      assertThat(checked.text()).contains("not known: osbuild:x86_64", "has to be some of aws-ec2");
    }
  }

  @Test
  void too_little_disk_and_memory_are_told_with_their_settings(@TempDir Path work)
      throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked =
          check(
              composer.url().toString(),
              work,
              Map.of(
                  "agent.minimum-free-mebibytes", "1000000000",
                  "agent.minimum-memory-mebibytes", "1000000000"));

      assertThat(checked.status()).isEqualTo(1);
      assertThat(checked.text())
          .contains("agent.minimum-free-mebibytes", "agent.minimum-memory-mebibytes");
    }
  }

  @Test
  void credentials_that_cannot_be_read_are_told(@TempDir Path work) throws Exception {
    Path credentials = Files.writeString(work.resolve("credentials"), "[other]\n");
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked =
          check(
              composer.url().toString(),
              work,
              Map.of("agent.aws.credentials", credentials.toString()));

      assertThat(checked.status()).isEqualTo(1);
      assertThat(checked.text()).contains("credentials aws", credentials.toString());
    }
  }

  @Test
  void credentials_of_other_clouds_are_read_too(@TempDir Path work) throws Exception {
    String gone = work.resolve("gone").toString();
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked =
          check(
              composer.url().toString(),
              work,
              Map.of(
                  "agent.azure.credentials", gone,
                  "agent.gcp.credentials", gone,
                  "agent.oci.credentials", gone,
                  "agent.koji.\"koji.example.com\".principal", "worker@EXAMPLE.COM",
                  "agent.koji.\"koji.example.com\".keytab", gone));

      assertThat(checked.status()).isEqualTo(1);
      assertThat(checked.text())
          .contains("agent.azure.credentials", "agent.gcp.credentials", "agent.oci.credentials")
          .contains("koji.example.com\".keytab");
      for (String cloud : List.of("gcp", "azure", "oci", "koji")) {
        assertThat(checked.text()).containsPattern("(?m)^wrong +credentials " + cloud);
      }
      assertThat(checked.text()).doesNotContainPattern("(?m)^ok +credentials (gcp|azure|oci|koji)");
    }
  }

  @Test
  void a_store_of_ones_own_needs_all_of_its_settings(@TempDir Path work) throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      Checked checked =
          check(
              composer.url().toString(),
              work,
              Map.of(
                  "agent.generic-s3.endpoint", "https://store.example.com",
                  "agent.generic-s3.bucket", "images",
                  "agent.aws.s3-credentials", work.resolve("gone").toString()));

      assertThat(checked.status()).isEqualTo(1);
      assertThat(checked.text())
          .contains("needs agent.generic-s3.region, agent.generic-s3.credentials, too")
          .contains("agent.aws.s3-credentials: ");
    }
  }

  @Test
  void a_file_that_is_no_certificate_is_told_with_its_settings(@TempDir Path work)
      throws Exception {
    Path file = Files.writeString(work.resolve("ca.pem"), "none");

    Checked checked =
        check("https://localhost:1", work, Map.of("agent.composer.ca-file", file.toString()));

    assertThat(checked.status()).isEqualTo(1);
    assertThat(checked.text())
        .contains("is not asked", file + " holds no certificate", "agent.composer.ca-file");
  }

  private static Checked check(String composer, Path work, Map<String, String> more)
      throws IOException {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "agent.composer.url", composer,
                "agent.work-directory", work.toString(),
                "agent.cache-directory", work.toString(),
                "agent.minimum-free-mebibytes", "1",
                "agent.minimum-memory-mebibytes", "1",
                "agent.tools.image-builder",
                    Path.of(TOOLS + "image-builder").toAbsolutePath().toString(),
                "agent.tools.osbuild", Path.of(TOOLS + "osbuild").toAbsolutePath().toString()));
    values.putAll(more);
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(AgentConfig.class);
    values.forEach(builder::withDefaultValue);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        new Check(builder.build().getConfigMapping(AgentConfig.class))
            .run(new PrintStream(out, true, StandardCharsets.UTF_8));
    return new Checked(status, out.toString(StandardCharsets.UTF_8));
  }
}

package org.imagebuilder.composer.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program, where its ports are taken by another one. */
class StartIT {
  @TempDir Path home;

  @Test
  void a_migration_as_a_step_of_its_own_opens_no_port() throws Exception {
    try (TestDatabase database = TestDatabase.migrated();
        ServerSocket taken = taken()) {
      Ended ended =
          run(
              database,
              "-Dcomposer.database.migrate=only",
              "-Dquarkus.http.port=" + taken.getLocalPort());

      assertThat(ended.output()).doesNotContain("cannot start", "Worker API on");
      assertThat(ended.code()).isZero();
    }
  }

  @Test
  void maintenance_opens_no_port() throws Exception {
    try (TestDatabase database = TestDatabase.migrated();
        ServerSocket taken = taken()) {
      Ended ended =
          run(database, "--maintenance", "-Dcomposer.worker-api.port=" + taken.getLocalPort());

      assertThat(ended.output()).contains("would forget 0 jobs");
      assertThat(ended.code()).isZero();
    }
  }

  @Test
  void a_port_of_operators_that_is_taken_is_named_in_one_sentence() throws Exception {
    try (TestDatabase database = TestDatabase.migrated();
        ServerSocket taken = taken()) {
      Ended ended = run(database, "-Dquarkus.management.port=" + taken.getLocalPort());

      assertThat(ended.output())
          .contains("composer cannot start", "quarkus.management.port", "" + taken.getLocalPort())
          .doesNotContain("\tat ");
      assertThat(ended.code()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "composer.distributions.more-aliases=rhel-9",
        "composer.worker-api.base-path=nope",
        "composer.queue.attempts=0",
        "composer.maintenance.dry-run=perhaps",
      })
  void a_setting_that_makes_no_sense_is_named_in_one_sentence(String setting) throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      Ended ended = run(database, "-D" + setting);

      assertThat(ended.output())
          .contains("composer cannot start", setting.replaceFirst("=.*", ""))
          .doesNotContain("\tat ");
      assertThat(ended.code()).isEqualTo(1);
    }
  }

  @Test
  void a_second_argument_is_not_passed_over() throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      Ended ended = run(database, "--maintenance", "--for-real");

      assertThat(ended.output()).contains("--maintenance --for-real");
      assertThat(ended.code()).isEqualTo(2);
    }
  }

  @Test
  void each_line_of_the_log_is_one_object_where_that_is_asked_for() throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      Ended ended = run(database, "-Dcomposer.database.migrate=only", "-Dcomposer.log.format=json");

      assertThat(ended.output().lines())
          .isNotEmpty()
          .allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"))
          .anyMatch(line -> line.contains("\"message\":\"The database is up to date\""));
    }
  }

  private record Ended(int code, String output) {}

  private Ended run(TestDatabase database, String... settings) throws Exception {
    String[] credentials = database.credentials().split(":", 2);
    List<String> given = new ArrayList<>();
    given.add("-Dquarkus.datasource.reactive.url=" + database.url());
    given.add("-Dquarkus.datasource.username=" + credentials[0]);
    given.add("-Dquarkus.datasource.password=" + credentials[1]);
    given.add("-Dcomposer.artifacts.directory=" + home.resolve("artifacts"));
    given.addAll(List.of("-Dquarkus.http.port=0", "-Dquarkus.management.port=0"));
    given.add("-Dcomposer.worker-api.port=0");
    Arrays.stream(settings).filter(each -> each.startsWith("-D")).forEach(given::add);
    List<String> command = Packaged.command(given);
    Arrays.stream(settings).filter(each -> !each.startsWith("-D")).forEach(command::add);
    Path output = home.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
  }
}

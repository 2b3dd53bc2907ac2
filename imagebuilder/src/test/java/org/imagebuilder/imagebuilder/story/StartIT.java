package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.imagebuilder.imagebuilder.doubles.PredecessorDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program as a command, and where it cannot start. */
class StartIT {
  private final PostgresServer.Database database = PostgresServer.createDatabase();

  @TempDir Path home;

  @Test
  void a_migration_as_a_step_of_its_own_opens_no_port() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Command.Ended ended =
          run(
              Map.of(
                  "IMAGEBUILDER_DATABASE_MIGRATE",
                  "only",
                  "LISTEN_ADDRESS",
                  ":" + taken.getLocalPort()));

      assertThat(ended.output()).contains("The database is up to date").doesNotContain("\tat ");
      assertThat(ended.code()).isZero();
    }
  }

  @Test
  void maintenance_only_says_what_it_would_do() throws Exception {
    PredecessorDatabase.build(database);
    try (ServerSocket taken = new ServerSocket(0)) {
      Command.Ended ended =
          run(
              Map.of(
                  "ENABLE_DB_MAINTENANCE", "true",
                  "DB_COMPOSES_RETENTION_MONTHS", "12",
                  "LISTEN_ADDRESS", ":" + taken.getLocalPort()),
              "--maintenance");

      assertThat(ended.output()).contains("would forget 1 composes older than 12 months");
      assertThat(ended.code()).isZero();
    }
    assertThat(database.value("SELECT count(*) FROM composes")).isEqualTo("11");
  }

  @Test
  void maintenance_forgets_when_it_is_told_to() throws Exception {
    PredecessorDatabase.build(database);

    Command.Ended ended =
        run(
            Map.of(
                "ENABLE_DB_MAINTENANCE", "1",
                "DRY_RUN", "false",
                "DB_COMPOSES_RETENTION_MONTHS", "12"),
            "--maintenance");

    assertThat(ended.output()).contains("forgot 1 composes older than 12 months");
    assertThat(ended.code()).isZero();
    assertThat(database.value("SELECT count(*) FROM composes")).isEqualTo("10");
  }

  @ParameterizedTest
  @CsvSource({
    "FEDORA_AUTH, perhaps, imagebuilder.identity.fedora",
    "DRY_RUN, nope, imagebuilder.maintenance.dry-run",
    "DB_COMPOSES_RETENTION_MONTHS, two, retention-months",
    "LISTEN_ADDRESS, 8086, LISTEN_ADDRESS",
    "LOG_LEVEL, LOUD, LOG_LEVEL",
    "COMPOSER_CA_PATH, /no/such/file, COMPOSER_CA_PATH",
    "COMPOSER_URL, composer:8080, COMPOSER_URL",
    "COMPLIANCE_URL, compliance:8080, COMPLIANCE_URL",
    "IMAGEBUILDER_COMPOSER_CALLS_POST_AT_ONCE, -1, calls.post.at-once",
    "PGSSLMODE, verify-full, PGSSLROOTCERT",
    "IMAGEBUILDER_DATABASE_MIGRATE, sometimes, imagebuilder.database.migrate",
  })
  void a_setting_that_makes_no_sense_is_named_in_one_sentence(
      String variable, String value, String named) throws Exception {
    Command.Ended ended = run(Map.of(variable, value));

    assertThat(ended.output()).contains("imagebuilder cannot start", named).doesNotContain("\tat ");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void a_database_of_another_version_is_named_in_one_sentence() throws Exception {
    PredecessorDatabase.build(database);
    database.execute("UPDATE schema_version SET version = 14");

    Command.Ended ended = run(Map.of());

    assertThat(ended.output())
        .contains("imagebuilder cannot start: the database is at version 14")
        .doesNotContain("\tat ");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void arguments_that_nobody_knows_are_not_passed_over() throws Exception {
    Command.Ended ended = run(Map.of(), "--maintenance", "--for-real");

    assertThat(ended.output()).contains("--maintenance --for-real", "--help");
    assertThat(ended.code()).isEqualTo(2);
  }

  private Command.Ended run(Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>();
    all.put("PGHOST", database.address().getHost());
    all.put("PGPORT", "" + database.address().getPort());
    all.put("PGDATABASE", database.address().getPath().substring(1));
    all.put("PGUSER", database.user());
    all.put("PGPASSWORD", database.password());
    all.putAll(settings);
    return new Command(home).run(all, arguments);
  }
}

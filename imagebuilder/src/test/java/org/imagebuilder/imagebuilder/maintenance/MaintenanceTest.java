package org.imagebuilder.imagebuilder.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.imagebuilder.imagebuilder.composes.ComposeCleaner;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is forgotten when, on a database with 2,500 composes of three years and one of today. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class MaintenanceTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @DatabaseAddress String address;

  @Inject ComposeCleaner composes;

  private PostgresServer.Database database;

  @BeforeEach
  void oldRowsAreThere() {
    database = new PostgresServer.Database(URI.create(address));
    database.execute(
        """
        DELETE FROM composes; DELETE FROM compose_requests;
        INSERT INTO composes (job_id, request, created_at, account_number, org_id, deleted)
        SELECT gen_random_uuid(), '{}', (now() AT TIME ZONE 'UTC') - interval '25 months', '', 'retention-test', i %% 2 = 0
        FROM generate_series(1, 2500) AS i;
        INSERT INTO composes (job_id, request, created_at, account_number, org_id) VALUES
          (gen_random_uuid(), '{}', (now() AT TIME ZONE 'UTC') - interval '23 months', '', 'retention-test'),
          (gen_random_uuid(), '{}', (now() AT TIME ZONE 'UTC'), '', 'retention-test');
        INSERT INTO compose_requests (id, org_id, account_number, created_at, request, state, next_attempt_at, lost_because)
        SELECT gen_random_uuid(), 'retention-test', '', (now() AT TIME ZONE 'UTC') - age, '{}', 'LOST', now(), 'a test'
        FROM (VALUES (interval '25 months'), (interval '1 month')) AS ages (age);
        """
            .replace("%%", "%"));
  }

  @Test
  void what_is_older_is_forgotten_deleted_or_not() throws Throwable {
    assertThat(wait(() -> composes.clean(24, LONG))).hasValue(2501L);

    assertThat(left("composes")).isEqualTo("2");
    assertThat(left("compose_requests")).isEqualTo("1");
  }

  @Test
  void a_look_changes_nothing() throws Throwable {
    assertThat(wait(() -> composes.look(24))).isEqualTo(2501);

    assertThat(left("composes")).isEqualTo("2502");
  }

  @Test
  void when_its_time_is_over_the_rest_waits_for_the_next() throws Throwable {
    wait(() -> composes.clean(24, Duration.ZERO));

    assertThat(left("composes")).isEqualTo("1502");
    assertThat(wait(() -> composes.clean(24, LONG))).hasValue(1500L);
  }

  @Test
  void of_two_that_begin_together_one_does_it() throws Throwable {
    try (var other =
        DriverManager.getConnection(
            "jdbc:" + database.reactiveUrl(), database.user(), database.password())) {
      lock(other, "pg_advisory_lock");

      assertThat(wait(() -> composes.clean(24, LONG))).isEmpty();
      assertThat(left("composes")).isEqualTo("2502");
      lock(other, "pg_advisory_unlock");
    }

    assertThat(wait(() -> composes.clean(24, LONG))).hasValue(2501L);
  }

  @Test
  void the_command_is_switched_off_unless_it_is_wanted() throws Throwable {
    assertThat(report(false, false)).contains("switched off", "ENABLE_DB_MAINTENANCE");

    assertThat(left("composes")).isEqualTo("2502");
  }

  @Test
  void the_command_only_says_what_it_would_do_unless_it_is_told() throws Throwable {
    assertThat(report(true, true)).contains("would forget 2501 composes", "DRY_RUN=false");

    assertThat(left("composes")).isEqualTo("2502");
  }

  @Test
  void the_command_says_what_it_did() throws Throwable {
    assertThat(report(true, false)).isEqualTo("forgot 2501 composes older than 24 months");

    assertThat(left("composes")).isEqualTo("2");
  }

  /** What an operator has set. */
  private record Settings(boolean database, boolean dryRun) implements MaintenanceConfig {
    @Override
    public boolean run() {
      return true;
    }

    @Override
    public int retentionMonths() {
      return 24;
    }

    @Override
    public String every() {
      return "off";
    }

    @Override
    public Duration timeLimit() {
      return LONG;
    }
  }

  private String report(boolean database, boolean dryRun) throws Throwable {
    return wait(() -> new Maintenance(composes, new Settings(database, dryRun)).once());
  }

  private static void lock(java.sql.Connection connection, String function) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT " + function + "(7242311130)");
    }
  }

  private String left(String table) {
    return database.value("SELECT count(*) FROM " + table + " WHERE org_id = 'retention-test'");
  }

  private static <T> T wait(Supplier<Uni<T>> work) throws Throwable {
    return VertxContextSupport.subscribeAndAwait(work);
  }
}

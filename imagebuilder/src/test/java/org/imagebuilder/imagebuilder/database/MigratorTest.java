package org.imagebuilder.imagebuilder.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.imagebuilder.imagebuilder.doubles.PredecessorDatabase;
import org.imagebuilder.imagebuilder.errors.StartException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigratorTest {
  private static final Vertx VERTX = Vertx.vertx();

  private final PostgresServer.Database database = PostgresServer.createDatabase();

  @AfterAll
  static void close() {
    VERTX.closeAndAwait();
  }

  @Test
  void replicas_that_start_together_migrate_once() {
    List<Uni<Integer>> replicas =
        Stream.generate(this::migrator).limit(4).map(Migrator::run).toList();

    List<Integer> applied = wait(Uni.join().all(replicas).andFailFast());

    assertThat(applied).containsExactlyInAnyOrder(Migration.NAMES.size(), 0, 0, 0);
  }

  @Test
  void a_database_that_is_up_to_date_stays_as_it_is() {
    wait(migrator().run());

    assertThat(wait(migrator().run())).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 14, 16})
  void another_version_of_the_predecessors_schema_is_refused(int version) {
    PredecessorDatabase.build(database);
    database.execute("UPDATE schema_version SET version = " + version);

    assertThatThrownBy(() -> wait(migrator().run()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("at version " + version + " of the predecessor's schema")
        .hasMessageContaining("migrate it to 15");
    assertThat(database.value("SELECT to_regclass('compose_requests')")).isEqualTo("null");
  }

  @Test
  void a_predecessors_schema_without_a_version_is_refused() {
    PredecessorDatabase.build(database);
    database.execute("DELETE FROM schema_version");

    assertThatThrownBy(() -> wait(migrator().run()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("schema_version has 0 rows");
  }

  @Test
  void half_of_a_predecessors_schema_is_refused() {
    PredecessorDatabase.build(database);
    database.execute("DROP TABLE composes");

    assertThatThrownBy(() -> wait(migrator().run()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("lacks composes");
  }

  @Test
  void tables_of_somebody_else_are_left_alone() {
    database.execute("CREATE TABLE composes (id integer)");

    assertThatThrownBy(() -> wait(migrator().run()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("neither ours nor the predecessor's");
  }

  @Test
  void a_database_of_a_newer_release_is_refused_unless_that_is_wanted() {
    wait(migrator().run());
    database.execute("INSERT INTO imagebuilder_migrations VALUES (900, 'later', 'unknown')");

    assertThat(wait(migrator(true).run())).isZero();
    assertThatThrownBy(() -> wait(migrator().run()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("imagebuilder.database.accept-newer");
  }

  @Test
  void a_step_that_was_edited_after_its_release_stops_the_start() {
    wait(migrator().run());
    database.execute("UPDATE imagebuilder_migrations SET checksum = 'other' WHERE version = 2");

    assertThatThrownBy(() -> wait(migrator().run()))
        .hasMessageContaining("V002__compose_requests differs");
  }

  @Test
  void every_file_is_a_step_and_every_step_a_file() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".sql", "")))
          .containsExactlyInAnyOrderElementsOf(Migration.NAMES);
    }
  }

  private Migrator migrator() {
    return migrator(false);
  }

  private Migrator migrator(boolean acceptNewer) {
    PgConnectOptions options =
        PgConnectOptions.fromUri(database.reactiveUrl())
            .setUser(database.user())
            .setPassword(database.password());
    Pool pool = PgBuilder.pool().connectingTo(options).using(VERTX).build();
    return new Migrator(pool, acceptNewer);
  }

  private static <T> T wait(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(20));
  }
}

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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

  @Test
  void the_database_of_a_predecessor_is_adopted_with_its_rows() {
    database.execute(Migration.all().getFirst().sql());
    database.execute(
        "INSERT INTO composes VALUES (gen_random_uuid(), '{}', now(), '', 'org', 'old')");

    wait(migrator().run());

    assertThat(database.value("SELECT image_name FROM composes")).isEqualTo("old");
    assertThat(database.value("SELECT count(*) FROM imagebuilder_migrations"))
        .isEqualTo("" + Migration.NAMES.size());
  }

  @Test
  void an_older_database_of_a_predecessor_is_refused() {
    database.execute("CREATE TABLE schema_version (version integer NOT NULL)");
    database.execute("INSERT INTO schema_version VALUES (12)");

    assertThatThrownBy(() -> wait(migrator().run())).hasMessageContaining("at version 12");
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
    PgConnectOptions options =
        PgConnectOptions.fromUri(database.reactiveUrl())
            .setUser(database.user())
            .setPassword(database.password());
    Pool pool = PgBuilder.pool().connectingTo(options).using(VERTX).build();
    return new Migrator(pool);
  }

  private static <T> T wait(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(20));
  }
}

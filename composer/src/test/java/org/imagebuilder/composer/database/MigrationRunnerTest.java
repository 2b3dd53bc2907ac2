package org.imagebuilder.composer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.imagebuilder.composer.database.DatabaseConfig.Migrate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationRunnerTest {
  private static final Migration FIRST = Migration.of("V001__first.sql", "create table a (x int)");
  private static final Migration SECOND =
      Migration.of("V002__second.sql", "create table b (x int); create table c (x int)");

  private TestDatabase database;
  private Pool pool;

  @BeforeEach
  void createDatabase() {
    database = PostgresServer.shared().createDatabase();
    pool = database.pool(4);
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void every_file_of_the_folder_is_in_the_index_in_order() throws IOException {
    Path folder = Path.of("src/main/resources/db/migration");
    try (var files = Files.list(folder)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(n -> n.endsWith(".sql"))
              .sorted()
              .toList();
      assertThat(Files.readAllLines(folder.resolve("index"))).isEqualTo(names);
    }
  }

  @Test
  void a_file_is_applied_once() {
    int again = run(FIRST, SECOND) * 10 + run(FIRST, SECOND);

    assertThat(again).isEqualTo(20);
  }

  @Test
  void replicas_that_start_together_apply_each_file_once() {
    List<Uni<Integer>> replicas =
        IntStream.range(0, 4)
            .mapToObj(i -> runner(database.pool(2), new PlainDatabaseConfig(), FIRST, SECOND).run())
            .toList();

    List<Integer> applied = TestDatabase.await(Uni.join().all(replicas).andFailFast());

    assertThat(applied).containsExactlyInAnyOrder(2, 0, 0, 0);
  }

  @Test
  void a_file_that_fails_leaves_nothing_behind() {
    Migration broken =
        Migration.of("V002__broken.sql", "create table b (x int); insert into nowhere values (1)");

    assertThatThrownBy(() -> run(FIRST, broken)).hasMessageContaining("nowhere");

    assertThat(tables()).containsExactly("a", "schema_migrations");
  }

  @Test
  void a_changed_file_is_refused_with_its_name() {
    run(FIRST);
    Migration changed = Migration.of("V001__first.sql", "create table a (x bigint)");

    assertThatThrownBy(() -> run(changed))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("Migration 1 (first) was changed");
  }

  @Test
  void a_newer_database_is_refused() {
    run(FIRST, SECOND);

    assertThatThrownBy(() -> run(FIRST))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("newer than this program");
  }

  @Test
  void a_newer_database_is_accepted_where_the_operator_says_so() {
    run(FIRST, SECOND);
    DatabaseConfig lenient = new PlainDatabaseConfig(Migrate.AT_START, Duration.ofSeconds(5), true);

    int applied = TestDatabase.await(runner(pool, lenient, FIRST).run());

    assertThat(applied).isZero();
  }

  @Test
  void an_index_is_built_outside_a_transaction() {
    Migration index =
        Migration.of(
            "V002__index.sql",
            Migration.OUTSIDE_TRANSACTION + "\ncreate index concurrently a_x on a (x)");

    assertThat(run(FIRST, index)).isEqualTo(2);
  }

  @Test
  void a_table_that_is_in_use_is_waited_for_without_holding_up_others() {
    run(FIRST);
    var reader = TestDatabase.await(pool.getConnection());
    TestDatabase.await(reader.query("begin; lock table a in access share mode").execute());
    Migration alter = Migration.of("V002__alter.sql", "alter table a add column y int");
    var migrating =
        runner(database.pool(1), new PlainDatabaseConfig(), FIRST, alter)
            .run()
            .subscribeAsCompletionStage();
    await().until(() -> !waitingForLocks().isEmpty());

    TestDatabase.await(reader.query("commit").execute());

    assertThat(migrating.toCompletableFuture().join()).isEqualTo(1);
  }

  @Test
  void patience_with_another_replica_has_an_end() {
    var other = TestDatabase.await(pool.getConnection());
    TestDatabase.await(other.query("select pg_advisory_lock(7242311094)").execute());
    DatabaseConfig hasty = new PlainDatabaseConfig(Migrate.AT_START, Duration.ofMillis(500), false);

    assertThatThrownBy(() -> TestDatabase.await(runner(pool, hasty, FIRST).run()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("another replica is at it");
  }

  @Test
  void the_schema_of_this_release_applies() {
    int applied =
        TestDatabase.await(
            new MigrationRunner(pool, new PlainDatabaseConfig(), Migration.ofThisRelease()).run());

    assertThat(applied).isEqualTo(Migration.ofThisRelease().size());
  }

  private List<Row> waitingForLocks() {
    return database.rows(
        pool, "select pid from pg_locks where not granted and relation = 'a'::regclass");
  }

  private int run(Migration... migrations) {
    return TestDatabase.await(runner(pool, new PlainDatabaseConfig(), migrations).run());
  }

  private static MigrationRunner runner(Pool pool, DatabaseConfig config, Migration... migrations) {
    return new MigrationRunner(pool, config, List.of(migrations));
  }

  private List<String> tables() {
    return database
        .rows(pool, "select tablename from pg_tables where schemaname = 'public' order by 1")
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}

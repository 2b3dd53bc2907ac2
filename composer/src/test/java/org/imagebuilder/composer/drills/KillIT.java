package org.imagebuilder.composer.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.database.PostgresServer;
import org.imagebuilder.composer.database.TestDatabase;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two composers under load, killed at random moments, or with their database taken away. */
@Tag("drill")
@SuppressWarnings("NullAway.Init")
class KillIT {
  private static final Logger LOG = Logger.getLogger(KillIT.class);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int CLIENTS = 3;
  private static final int WORKERS = 8;

  @TempDir private static Path home;
  private static PostgresServer server;
  private static TestDatabase database;
  private static List<Replica> replicas;
  private Random random;
  private Pool pool;

  @BeforeAll
  static void startReplicas() {
    server = PostgresServer.ofItsOwn();
    database = server.createDatabase().migrate();
    replicas = List.of(new Replica("one", database, home), new Replica("two", database, home));
  }

  @AfterAll
  static void stopReplicas() {
    replicas.forEach(Replica::close);
    server.close();
  }

  @BeforeEach
  void begin() {
    long seed = Long.getLong("drill.seed", System.nanoTime());
    LOG.infof("Drills with -Ddrill.seed=%d", seed);
    random = new Random(seed);
    pool = database.pool(2);
    database.rows(pool, "truncate composes, jobs cascade");
    replicas.forEach(KillIT::awaitReady);
  }

  /** What went wrong elsewhere: what lived in memory was lost, and plans were left half written. */
  @Test
  void composers_that_are_killed_at_random_moments_lose_no_compose_and_double_no_job()
      throws Exception {
    try (Load load = new Load(replicas, CLIENTS, WORKERS, random)) {
      for (int kill = 0; kill < DrillSize.times(3); kill++) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2000));
        replicas.get(random.nextInt(replicas.size())).killAndStartAgain();
      }
      awaitComposes(load, DrillSize.times(100));

      bringToAnEnd(load);

      assertThat(load.ledger().timesAway()).isPositive();
    }
  }

  /** What went wrong elsewhere: composer crashed when its database went away. */
  @Test
  void a_restart_of_the_database_under_load_loses_nothing_and_needs_no_restart_of_composer()
      throws Exception {
    List<Long> before = replicas.stream().map(Replica::pid).toList();
    try (Load load = new Load(replicas, CLIENTS, WORKERS, random)) {
      for (int restart = 1; restart <= DrillSize.times(2); restart++) {
        awaitComposes(load, restart * 20);
        server.stop();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
        server.startAgain();
      }
      awaitComposes(load, DrillSize.times(60));

      bringToAnEnd(load);

      assertThat(replicas).extracting(Replica::pid).isEqualTo(before);
      assertThat(replicas).allMatch(Replica::isAlive);
    }
  }

  private void bringToAnEnd(Load load) throws InterruptedException {
    load.stopAsking();
    Awaitility.await("all jobs have ended")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> count("select count(*) from jobs where finished_at is null") == 0);
    Awaitility.await("all workers have heard")
        .atMost(PATIENCE)
        .until(
            () ->
                load.ledger().finished().size()
                    == count("select count(*) from jobs where state = 'succeeded'"));
    Ledger ledger = load.ledger();
    LOG.infof(
        "Drilled composes=%d jobs=%d timesAway=%d",
        ledger.composes().size(), ledger.finished().size(), ledger.timesAway());
    assertThat(ledger.surprises()).isEmpty();
    assertThat(ledger.composes()).hasSize(ledger.keys()).doesNotHaveDuplicates();
    assertThat(ids("select id from composes"))
        .containsExactlyInAnyOrderElementsOf(ledger.composes());
    assertThat(count("select count(*) from jobs where state <> 'succeeded'")).isZero();
    assertThat(count("select count(*) from jobs")).isEqualTo(2L * ledger.keys());
    assertThat(count("select count(*) from job_results")).isEqualTo(2L * ledger.keys());
    assertThat(count("select count(*) from job_leases")).isZero();
    for (Row job : database.rows(pool, "select id, token from jobs")) {
      assertThat(ledger.finished().get(job.getUUID("id")))
          .as("who ended job " + job.getUUID("id"))
          .containsExactly(job.getUUID("token"));
    }
    assertThat(
            count(
                "select count(*) from artifacts a join jobs j on j.id = a.job and j.token = a.token where a.complete"))
        .isEqualTo(ledger.keys());
  }

  private void awaitComposes(Load load, int number) {
    Awaitility.await(number + " composes were accepted")
        .atMost(PATIENCE)
        .until(() -> load.ledger().composes().size() >= number);
  }

  private long count(String sql) {
    return database.rows(pool, sql).getFirst().getLong(0);
  }

  private List<UUID> ids(String sql) {
    return database.rows(pool, sql).stream().map(row -> row.getUUID(0)).toList();
  }

  private static void awaitReady(Replica replica) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI status = replica.workers().resolve("/api/image-builder-worker/v1/status");
      Awaitility.await(replica.toString())
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () ->
                  http.send(
                              HttpRequest.newBuilder(status).timeout(Duration.ofSeconds(5)).build(),
                              BodyHandlers.discarding())
                          .statusCode()
                      == 200);
    }
  }
}

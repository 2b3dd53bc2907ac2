package org.imagebuilder.composer.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.operations.House;
import org.imagebuilder.composer.queue.JobCleaner;
import org.imagebuilder.composer.workers.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command for maintenance does, and what it only says. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class MaintenanceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TestHTTPResource("/")
  URI cloud;

  @Inject WorkerListener listener;
  @Inject Database database;
  @Inject JobCleaner jobs;
  @Inject Workers workers;
  @Inject Artifacts artifacts;

  private Path leftOver;

  @BeforeEach
  void somethingOldIsThere() throws IOException {
    run("truncate composes, jobs, workers cascade");
    artifacts.sweep().await().atMost(PATIENCE);
    House house = new House(cloud, listener.origin());
    house.compose("x86_64");
    house.report(
        house.poll("debian-manifest", "x86_64"),
        "{\"job_error\": {\"id\": 8, \"reason\": \"no\"}}");
    house.register("x86_64", "");
    run("update jobs set finished_at = finished_at - interval '40 days'");
    run("update workers set heard_at = heard_at - interval '2 days'");
    leftOver = Files.createDirectories(artifacts.directory().resolve(UUID.randomUUID().toString()));
    Files.setLastModifiedTime(leftOver, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
  }

  @Test
  void a_dry_run_counts_and_changes_nothing() {
    Maintenance.Report report = maintain(true, true);

    assertThat(report).isEqualTo(new Maintenance.Report(true, 2, 1, 1));
    assertThat(report.inWords()).startsWith("would forget 2 jobs and 1 silent workers");
    assertThat(count("jobs")).isEqualTo(2);
    assertThat(count("workers")).isEqualTo(1);
    assertThat(leftOver).exists();
  }

  @Test
  void what_a_dry_run_counted_is_gone_after_a_real_one() {
    Maintenance.Report report = maintain(false, true);

    assertThat(report).isEqualTo(new Maintenance.Report(false, 2, 1, 1));
    assertThat(count("jobs") + count("composes") + count("workers")).isZero();
    assertThat(leftOver).doesNotExist();
  }

  @Test
  void the_database_is_left_alone_where_that_is_wanted() {
    Maintenance.Report report = maintain(false, false);

    assertThat(report.jobs() + report.workers()).isZero();
    assertThat(count("jobs")).isEqualTo(2);
  }

  private Maintenance.Report maintain(boolean dryRun, boolean inDatabase) {
    return new Maintenance(jobs, workers, artifacts, new Wanted(dryRun, inDatabase))
        .run()
        .await()
        .atMost(PATIENCE);
  }

  private long count(String table) {
    return database
        .run("select count(*) from " + table)
        .await()
        .atMost(PATIENCE)
        .iterator()
        .next()
        .getLong(0);
  }

  private void run(String sql) {
    database.run(sql).await().atMost(PATIENCE);
  }

  private record Wanted(boolean dryRun, boolean database) implements MaintenanceConfig {
    @Override
    public boolean run() {
      return true;
    }

    @Override
    public boolean artifacts() {
      return true;
    }
  }
}

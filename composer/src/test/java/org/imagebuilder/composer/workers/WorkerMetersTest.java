package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.TestDatabase;
import org.imagebuilder.composer.operations.MetricName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many agents an operator sees. */
class WorkerMetersTest {
  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = new Database(test.pool(1));
  private final WorkerStore store = new WorkerStore(database);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final WorkerMeters meters = new WorkerMeters(registry);

  @AfterEach
  void dropDatabase() {
    test.close();
  }

  @Test
  void an_agent_that_was_not_heard_of_for_two_minutes_is_silent() {
    register("x86_64");
    register("aarch64");
    run(
        "update workers set heard_at = now() - interval '3 minutes' where architecture ="
            + " 'aarch64'");

    look();

    assertThat(workers("x86_64", "live")).isEqualTo(1);
    assertThat(workers("aarch64", "live")).isZero();
    assertThat(workers("aarch64", "silent")).isEqualTo(1);
  }

  @Test
  void an_architecture_whose_agents_are_forgotten_is_shown_as_having_none() {
    register("s390x");
    look();
    run("delete from workers");

    look();

    assertThat(workers("s390x", "live")).isZero();
  }

  private void register(String architecture) {
    TestDatabase.await(store.register(new Worker(UUID.randomUUID(), "c", architecture, List.of())));
  }

  private void run(String sql) {
    TestDatabase.await(database.run(sql));
  }

  private void look() {
    meters.gauge(TestDatabase.await(store.counts()));
  }

  private double workers(String architecture, String state) {
    return registry
        .get(MetricName.WORKERS.text())
        .tags("tenant", "c", "arch", architecture, "state", state)
        .gauge()
        .value();
  }
}

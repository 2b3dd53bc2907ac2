package org.imagebuilder.composer.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose job comes next when one organisation floods the queue. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class FairShareTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FLOOD = 1000;

  @TestHTTPResource("/")
  URI cloud;

  @Inject WorkerListener workers;
  @Inject Database database;

  private House house;

  @BeforeEach
  void forgetOtherTests() {
    database.run("truncate composes, jobs cascade").await().atMost(PATIENCE);
    house = new House(cloud, workers.origin());
  }

  @Test
  void a_thousand_jobs_of_one_organisation_do_not_delay_another() {
    flood(FLOOD);
    take(3);
    String newcomer = house.compose("x86_64", "X-Fair-Share-Key", "newcomer");

    List<String> next = take(3);

    assertThat(next).anyMatch(job -> composeOf(job).equals(newcomer));
  }

  @Test
  void organisations_that_flood_at_the_same_time_take_turns() {
    for (int i = 0; i < 10; i++) {
      house.compose("x86_64", "X-Fair-Share-Key", "one");
    }
    for (int i = 0; i < 10; i++) {
      house.compose("x86_64", "X-Fair-Share-Key", "two");
    }

    List<String> first = take(10);

    assertThat(first.stream().map(this::shareOf).filter("two"::equals).count()).isBetween(4L, 6L);
  }

  private void flood(int composes) {
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      IntStream.range(0, composes)
          .forEach(
              i -> callers.execute(() -> house.compose("x86_64", "X-Fair-Share-Key", "flood")));
    }
  }

  private List<String> take(int jobs) {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      taken.add(house.poll("debian-manifest", "x86_64").text("/id"));
    }
    return taken;
  }

  private String composeOf(String job) {
    return one("select plan_id::text from jobs where id::text = '" + job + "'");
  }

  private String shareOf(String job) {
    return one("select share from jobs where id::text = '" + job + "'");
  }

  private String one(String sql) {
    return database.run(sql).await().atMost(PATIENCE).iterator().next().getString(0);
  }
}

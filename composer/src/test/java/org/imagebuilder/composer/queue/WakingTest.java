package org.imagebuilder.composer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.imagebuilder.composer.database.Statements;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.Test;

/** What it takes to hand a few jobs to some of many polls that wait. */
class WakingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int POLLS = 100;
  private static final int JOBS = 3;

  @Test
  void only_as_many_polls_wake_as_there_are_jobs_and_one_take_serves_them() {
    try (TestDatabase database = TestDatabase.migrated();
        TestQueue queue = new TestQueue(database, QueueConfigs.usual(), 3)) {
      CountedTakes takes = new CountedTakes(queue.database);
      Watermarks marks = new Watermarks(System::nanoTime);
      LeaseDesk desk =
          new LeaseDesk(new Take(takes, marks, QueueConfigs.usual()), marks, job -> {});
      List<CompletableFuture<Optional<Taken>>> polls = polls(desk);
      takes.open();
      NewPlan[] plans =
          IntStream.range(0, JOBS).mapToObj(i -> Plans.single()).toArray(NewPlan[]::new);
      for (NewPlan plan : plans) {
        queue.enqueue(plan);
      }

      desk.ready(new Ready(Plans.CHANNEL, Plans.IMAGE, 0));

      await().atMost(PATIENCE).until(() -> answered(polls) == JOBS);
      // One for the first poll alone, one for those that came meanwhile, one for the signal.
      assertThat(takes.number).hasValueLessThanOrEqualTo(3);
      assertThat(answered(polls)).isEqualTo(JOBS);
      desk.close();
    }
  }

  private static List<CompletableFuture<Optional<Taken>>> polls(LeaseDesk desk) {
    return IntStream.range(0, POLLS)
        .mapToObj(i -> new Waiter(TestQueue.poll(PATIENCE, TestQueue.ALL_TYPES)))
        .map(waiter -> desk.join(waiter).subscribeAsCompletionStage())
        .toList();
  }

  private static long answered(List<CompletableFuture<Optional<Taken>>> polls) {
    return polls.stream().filter(CompletableFuture::isDone).count();
  }

  /** The database, with a gate before it that holds the first take until all polls wait. */
  private static final class CountedTakes implements Statements {
    private final Statements database;
    private final CompletableFuture<Boolean> gate = new CompletableFuture<>();
    private final AtomicInteger number = new AtomicInteger();

    CountedTakes(Statements database) {
      this.database = database;
    }

    void open() {
      gate.complete(true);
    }

    @Override
    public Uni<RowSet<Row>> run(String sql, Tuple arguments) {
      number.incrementAndGet();
      return Uni.createFrom().completionStage(gate).chain(() -> database.run(sql, arguments));
    }
  }
}

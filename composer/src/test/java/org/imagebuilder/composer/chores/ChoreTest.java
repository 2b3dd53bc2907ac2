package org.imagebuilder.composer.chores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Work that is done again and again. */
class ChoreTest {
  private static final int FAILURES = 5;

  @Test
  void a_chore_that_fails_goes_on_and_tells_of_it_once() {
    AtomicInteger runs = new AtomicInteger();
    Chore chore =
        new Chore(
            "test",
            Duration.ofMillis(1),
            () ->
                runs.incrementAndGet() <= FAILURES
                    ? Uni.createFrom().failure(new IllegalStateException("no"))
                    : Uni.createFrom().voidItem());
    Told told = new Told();
    Logger log = Logger.getLogger(Chore.class.getName());
    log.addHandler(told);

    chore.start();

    await().until(() -> runs.get() > FAILURES + 3);
    chore.stop();
    log.removeHandler(told);
    assertThat(told.levels).containsExactly(Level.WARNING, Level.INFO);
  }

  @Test
  void each_time_is_counted_by_how_it_ended() {
    MeterRegistry meters = new SimpleMeterRegistry();
    Metrics.addRegistry(meters);
    AtomicInteger runs = new AtomicInteger();
    Chore chore =
        new Chore(
            "counted",
            Duration.ofMillis(1),
            () ->
                runs.incrementAndGet() == 1
                    ? Uni.createFrom().failure(new IllegalStateException("no"))
                    : Uni.createFrom().voidItem());

    chore.start();

    await().until(() -> counted(meters, "done") >= 2);
    chore.stop();
    Metrics.removeRegistry(meters);
    assertThat(counted(meters, "failed")).isEqualTo(1);
  }

  private static double counted(MeterRegistry meters, String outcome) {
    return meters
        .get("image_builder_composer_chore_runs")
        .tags("chore", "counted", "outcome", outcome)
        .counter()
        .count();
  }

  /** What everybody is told. */
  private static final class Told extends Handler {
    private final List<Level> levels = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord told) {
      if (told.getLevel().intValue() >= Level.INFO.intValue()) {
        levels.add(Level.parse(Integer.toString(told.getLevel().intValue())));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

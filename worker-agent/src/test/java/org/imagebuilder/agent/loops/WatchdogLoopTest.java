package org.imagebuilder.agent.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogLoopTest {

  private static final Optional<Duration> LIMIT = Optional.of(Duration.ofMillis(40));

  private final Pulses pulses = new Pulses();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Thread loop =
      Thread.ofVirtual()
          .unstarted(
              new WatchdogLoop(
                  words -> told.addAll(List.of(words)), pulses, LIMIT, Duration.ofMillis(20)));

  @AfterEach
  void stop() {
    loop.interrupt();
  }

  @Test
  void an_agent_that_waits_for_composer_asks_for_time_and_is_not_ready() {
    loop.start();

    await().until(() -> told.contains("EXTEND_TIMEOUT_USEC=60000"));

    assertThat(told).doesNotContain("READY=1", "WATCHDOG=1");
  }

  @Test
  void an_agent_that_asks_for_jobs_is_ready_and_then_alive_again_and_again() {
    pulses.polls();

    loop.start();

    await().until(() -> told.stream().filter("WATCHDOG=1"::equals).count() >= 3);
    assertThat(told).startsWith("READY=1").containsOnlyOnce("READY=1");
  }

  @Test
  void a_loop_that_hangs_ends_the_messages() throws Exception {
    pulses.polls();
    loop.start();
    await().until(() -> told.contains("WATCHDOG=1"));

    hang("poll-build-1");

    await().until(() -> pulses.late().isPresent());
    assertThat(pulses.late()).contains("poll-build-1");
    assertThat(silentFor(Duration.ofMillis(300))).isTrue();
  }

  @Test
  void a_loop_that_waits_for_its_job_does_not_hang() throws Exception {
    pulses.polls();
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  pulses.promise(Duration.ZERO);
                  pulses.rest();
                });
    other.join();

    loop.start();

    await().until(() -> told.contains("WATCHDOG=1"));
  }

  @Test
  void without_a_limit_it_ends_when_the_agent_is_ready() throws Exception {
    pulses.polls();

    new WatchdogLoop(words -> told.addAll(List.of(words)), pulses, Optional.empty()).run();

    assertThat(told).containsExactly("READY=1", "STATUS=Asking for jobs");
  }

  private void hang(String name) throws InterruptedException {
    Thread.ofVirtual().name(name).start(() -> pulses.promise(Duration.ofNanos(1))).join();
  }

  /** Whether nothing is told for so long, once what was under way has arrived. */
  private boolean silentFor(Duration time) {
    await()
        .during(time)
        .atMost(time.multipliedBy(10))
        .until(told::size, size -> size == told.size());
    int before = told.size();
    await().pollDelay(time).until(() -> true);
    return told.size() == before;
  }
}

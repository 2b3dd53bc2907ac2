package org.imagebuilder.agent.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.testing.RunningAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MachineLoopTest {

  private final FakeMachine machine = new FakeMachine();
  private final RunningJobs running = new RunningJobs();
  private final RunningJob job =
      new RunningJob(
          new Offer(
              "job", "osbuild", new Lease("t", URI.create("/")), Optional.empty(), List.of()));
  private final Thread loop =
      Thread.startVirtualThread(
          new MachineLoop(machine, running, RunningAgent.QUICK, Duration.ofMillis(5)));

  @AfterEach
  void stop() {
    loop.interrupt();
  }

  @Test
  void a_machine_is_protected_while_a_job_runs() {
    await().until(() -> machine.told.equals(List.of(false)));

    running.begin(job);
    await().until(() -> machine.told.equals(List.of(false, true)));
    running.end(job);

    await().until(() -> machine.told.equals(List.of(false, true, false)));
  }

  @Test
  void a_notice_stops_work_and_hands_back_what_runs() {
    running.begin(job);

    machine.notice = Optional.of("spot/instance-action");

    await().until(() -> job.stopped() == StopReason.SHUTDOWN);
    assertThat(running.stopping()).isTrue();
    running.end(job);
  }

  private static final class FakeMachine implements Machine {

    private final List<Boolean> told = new CopyOnWriteArrayList<>();
    private volatile Optional<String> notice = Optional.empty();

    @Override
    public void protect(boolean busy) {
      told.add(busy);
    }

    @Override
    public Optional<String> notice() {
      return notice;
    }
  }
}

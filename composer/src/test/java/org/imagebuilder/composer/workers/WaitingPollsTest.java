package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.imagebuilder.composer.queue.LeasedJob;
import org.junit.jupiter.api.Test;

class WaitingPollsTest {
  private final WaitingPolls polls = new WaitingPolls();
  private final AtomicBoolean leaseGivenBack = new AtomicBoolean();
  private final Uni<Optional<LeasedJob>> endless =
      Uni.createFrom()
          .<Optional<LeasedJob>>nothing()
          .onCancellation()
          .invoke(() -> leaseGivenBack.set(true));

  @Test
  void a_poll_goes_on_while_composer_runs() {
    wait(endless).assertNotTerminated();

    assertThat(polls.areOver()).isFalse();
  }

  @Test
  void a_stop_ends_waiting_polls_without_a_job() {
    UniAssertSubscriber<Optional<LeasedJob>> poll = wait(endless);

    polls.stop(new ShutdownDelayInitiatedEvent());

    poll.assertCompleted().assertItem(Optional.empty());
    assertThat(leaseGivenBack).isTrue();
    assertThat(polls.areOver()).isTrue();
  }

  @Test
  void a_poll_that_comes_after_the_stop_does_not_wait() {
    polls.stop(new ShutdownDelayInitiatedEvent());

    wait(endless).assertCompleted().assertItem(Optional.empty());
  }

  @Test
  void whoever_hangs_up_gives_the_lease_back() {
    UniAssertSubscriber<Optional<LeasedJob>> poll = wait(endless);

    poll.cancel();

    assertThat(leaseGivenBack).isTrue();
  }

  private UniAssertSubscriber<Optional<LeasedJob>> wait(Uni<Optional<LeasedJob>> lease) {
    return polls.untilStop(lease).subscribe().withSubscriber(UniAssertSubscriber.create());
  }
}

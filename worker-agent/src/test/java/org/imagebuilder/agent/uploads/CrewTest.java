package org.imagebuilder.agent.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.junit.jupiter.api.Test;

class CrewTest {

  @Test
  void all_work_is_done_once() throws Exception {
    AtomicInteger left = new AtomicInteger(1000);
    AtomicInteger done = new AtomicInteger();

    new Crew(8)
        .work(
            () -> {
              if (left.getAndDecrement() <= 0) {
                return false;
              }
              done.incrementAndGet();
              return true;
            });

    assertThat(done).hasValue(1000);
  }

  @Test
  void the_first_failure_stops_those_that_wait() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger threads = new AtomicInteger();

    assertThatThrownBy(
            () ->
                new Crew(3)
                    .work(
                        () -> {
                          if (threads.incrementAndGet() == 3) {
                            throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, "third");
                          }
                          never.await();
                          return true;
                        }))
        .isInstanceOf(JobErrorException.class);
  }

  @Test
  void an_interrupt_stops_all() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    AtomicInteger stopped = new AtomicInteger();
    Thread[] caller = new Thread[1];
    caller[0] =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    new Crew(2)
                        .work(
                            () -> {
                              begun.countDown();
                              new CountDownLatch(1).await();
                              return true;
                            });
                  } catch (JobErrorException | InterruptedException e) {
                    stopped.incrementAndGet();
                  }
                });
    begun.await();

    caller[0].interrupt();
    caller[0].join();

    assertThat(stopped).hasValue(1);
  }
}

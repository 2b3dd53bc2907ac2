package org.imagebuilder.agent.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.imagebuilder.agent.testing.LogCapture;
import org.junit.jupiter.api.Test;

class ReserveTest {

  private final AtomicLong left = new AtomicLong(100);
  private final Reserve reserve = new Reserve("test space", () -> OptionalLong.of(left.get()), 100);

  @Test
  void what_is_left_has_to_reach_the_minimum() {
    assertThat(reserve.suffices()).isTrue();
    left.set(99);
    assertThat(reserve.suffices()).isFalse();
    left.set(100);
    assertThat(reserve.suffices()).isTrue();
  }

  @Test
  void begin_and_end_of_a_lack_are_said_once_each_however_often_it_is_asked() {
    LogCapture log = new LogCapture();
    try {
      for (long now : new long[] {100, 5, 4, 3, 200, 200, 6, 300}) {
        left.set(now);
        reserve.suffices();
        reserve.suffices();
      }

      assertThat(log.lines()).filteredOn(line -> line.startsWith("No job is taken")).hasSize(2);
      assertThat(log.lines()).filteredOn(line -> line.startsWith("Jobs are taken")).hasSize(2);
    } finally {
      log.close();
    }
  }

  @Test
  void a_machine_that_does_not_say_has_enough() {
    assertThat(new Reserve("x", OptionalLong::empty, Long.MAX_VALUE).suffices()).isTrue();
  }

  @Test
  void this_machine_says_how_much_memory_there_is() {
    assertThat(Reserve.availableMemory()).isPresent();
    assertThat(Reserve.ofMemory(1).suffices()).isTrue();
    assertThat(Reserve.ofMemory(Long.MAX_VALUE).suffices()).isFalse();
  }
}

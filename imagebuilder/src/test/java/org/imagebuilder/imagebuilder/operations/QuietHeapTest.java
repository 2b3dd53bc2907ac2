package org.imagebuilder.imagebuilder.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuietHeapTest {
  private static final long MUCH = 20L << 20;
  private static final long LITTLE = 1L << 20;

  private final AtomicLong used = new AtomicLong(MUCH);
  private final AtomicInteger collections = new AtomicInteger();
  private final QuietHeap heap = heap();

  @BeforeEach
  void somebodyHasAsked() {
    heap.asked();
    heap.look();
  }

  @Test
  void what_a_rush_has_taken_is_given_back_when_nobody_asks_any_more() {
    heap.look();

    assertThat(collections).hasValue(1);
  }

  @Test
  void whoever_asks_is_not_held_up() {
    heap.asked();

    heap.look();

    assertThat(collections).hasValue(0);
  }

  @Test
  void a_little_more_is_not_worth_a_collection() {
    heap.look();
    used.addAndGet(LITTLE);

    heap.look();

    assertThat(collections).hasValue(1);
  }

  @Test
  void what_chores_take_in_time_is_given_back_too() {
    heap.look();
    used.addAndGet(MUCH);

    heap.look();

    assertThat(collections).hasValue(2);
  }

  private QuietHeap heap() {
    Runnable giveBack =
        () -> {
          collections.incrementAndGet();
          used.set(LITTLE);
        };
    return new QuietHeap(path -> true, used::get, giveBack);
  }
}

package org.imagebuilder.imagebuilder.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private final List<List<String>> served = new ArrayList<>();
  private final List<UniEmitter<? super List<String>>> underWay = new ArrayList<>();
  private final Gathering<String, String> gathering =
      new Gathering<>(3, Duration.ofDays(1), this::work);

  private Uni<List<String>> work(List<String> together) {
    served.add(together);
    return Uni.createFrom().emitter(underWay::add);
  }

  private void succeed(int turn) {
    underWay.get(turn).complete(served.get(turn).stream().map(each -> each + "!").toList());
  }

  private void fail(int turn, RuntimeException failure) {
    underWay.get(turn).fail(failure);
  }

  private UniAssertSubscriber<String> ask(String what) {
    return gathering.ask(what).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  @Test
  void whoever_is_alone_is_served_at_once() {
    ask("a");

    assertThat(served).containsExactly(List.of("a"));
  }

  @Test
  void whoever_asks_meanwhile_is_served_together_in_the_order_of_asking() {
    ask("a");
    ask("b");
    ask("c");

    succeed(0);

    assertThat(served).containsExactly(List.of("a"), List.of("b", "c"));
  }

  @Test
  void each_gets_its_own_answer() {
    ask("a");
    UniAssertSubscriber<String> second = ask("b");
    UniAssertSubscriber<String> third = ask("c");
    succeed(0);

    succeed(1);

    second.assertItem("b!");
    third.assertItem("c!");
  }

  @Test
  void not_more_than_so_many_are_served_together() {
    List.of("a", "b", "c", "d", "e").forEach(this::ask);

    succeed(0);

    assertThat(served.getLast()).containsExactly("b", "c", "d");
  }

  @Test
  void what_is_wrong_with_one_does_not_hit_the_others() {
    ask("a");
    UniAssertSubscriber<String> bad = ask("bad");
    UniAssertSubscriber<String> good = ask("good");
    succeed(0);

    fail(1, new IllegalStateException("one of them is bad"));

    fail(2, new IllegalStateException("this one"));
    succeed(3);
    bad.assertFailedWith(IllegalStateException.class, "this one");
    good.assertItem("good!");
  }

  @Test
  void an_outage_hits_all_at_once() {
    ask("a");
    UniAssertSubscriber<String> second = ask("b");
    UniAssertSubscriber<String> third = ask("c");
    succeed(0);

    fail(1, new IllegalStateException(new IOException("away")));

    second.assertFailedWith(IllegalStateException.class, "away");
    third.assertFailedWith(IllegalStateException.class, "away");
  }

  @Test
  void what_takes_long_does_not_hold_up_the_next() {
    Gathering<String, String> impatient = new Gathering<>(3, Duration.ZERO, this::work);
    impatient.ask("a").subscribe().withSubscriber(UniAssertSubscriber.create());

    impatient.ask("b").subscribe().withSubscriber(UniAssertSubscriber.create());

    assertThat(served).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void a_failure_does_not_stop_whoever_comes_next() {
    ask("a");
    fail(0, new IllegalStateException("bad"));

    UniAssertSubscriber<String> next = ask("b");

    succeed(1);
    next.assertItem("b!");
  }
}

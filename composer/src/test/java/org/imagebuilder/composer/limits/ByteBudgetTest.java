package org.imagebuilder.composer.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(10);
  private final List<String> granted = new ArrayList<>();

  @Test
  void what_fits_is_granted_at_once() {
    ask("a", 4);
    ask("b", 6);

    assertThat(granted).containsExactly("a", "b");
  }

  @Test
  void what_does_not_fit_waits_for_bytes_given_back() {
    ByteBudget.Share first = ask("a", 8);
    ask("b", 5);

    first.giveBack();

    assertThat(granted).containsExactly("a", "b");
  }

  @Test
  void a_small_one_does_not_overtake_a_large_one_that_waits() {
    ask("a", 8);
    ask("large", 5);
    ask("small", 1);

    assertThat(granted).containsExactly("a");
  }

  @Test
  void whoever_leaves_lets_the_next_one_go() {
    ask("a", 8);
    ByteBudget.Share large = ask("large", 5);
    ask("small", 1);

    large.giveBack();

    assertThat(granted).containsExactly("a", "small");
  }

  @Test
  void bytes_are_given_back_once() {
    ByteBudget.Share first = ask("a", 6);
    first.giveBack();
    first.giveBack();
    ask("b", 10);
    ask("c", 1);

    assertThat(granted).containsExactly("a", "b");
  }

  @Test
  void what_alone_exceeds_the_budget_is_let_through_when_nothing_else_is_in_hand() {
    ByteBudget.Share other = ask("a", 1);
    ask("giant", 100);

    other.giveBack();

    assertThat(granted).containsExactly("a", "giant");
  }

  @Test
  void those_that_have_a_part_of_what_they_need_do_not_wait_for_each_other() {
    ByteBudget.Share a = ask("a", 5);
    ByteBudget.Share b = ask("b", 5);
    ask("c", 5);

    more(a, "more a", 5);
    more(b, "more b", 5);
    a.giveBack();

    assertThat(granted).containsExactly("a", "b", "more a", "c", "more b");
  }

  private ByteBudget.Share ask(String who, long bytes) {
    return more(budget.share(), who, bytes);
  }

  private ByteBudget.Share more(ByteBudget.Share share, String who, long bytes) {
    if (share.take(bytes, () -> granted.add(who))) {
      granted.add(who);
    }
    return share;
  }
}

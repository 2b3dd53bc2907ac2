package org.imagebuilder.composer.workers;

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

  private ByteBudget.Share ask(String who, long bytes) {
    return budget.ask(bytes, () -> granted.add(who));
  }
}

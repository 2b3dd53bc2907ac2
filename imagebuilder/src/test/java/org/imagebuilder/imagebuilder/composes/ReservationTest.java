package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.imagebuilder.imagebuilder.composes.Reservation.Window;
import org.junit.jupiter.api.Test;

class ReservationTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Window MINE = new Window("mine", DAY);
  private static final Window OTHERS = new Window("others", DAY);

  private static Reservation reservation(Window window, long limit, int composes) {
    return new Reservation(
        window.organisation(),
        Optional.of(new Quota(limit, window.length())),
        Stream.generate(ComposeRequest::new).limit(composes).toList());
  }

  @Test
  void what_is_allowed_counts_for_those_that_come_after_it() {
    Reservation one = reservation(MINE, 3, 1);

    List<Boolean> allowed = Reservation.allowed(List.of(one, one, one), Map.of(MINE, 1L));

    assertThat(allowed).containsExactly(true, true, false);
  }

  @Test
  void what_is_refused_does_not_count() {
    Reservation two = reservation(MINE, 3, 2);
    Reservation one = reservation(MINE, 3, 1);

    List<Boolean> allowed = Reservation.allowed(List.of(two, two, one), Map.of(MINE, 0L));

    assertThat(allowed).containsExactly(true, false, true);
  }

  @Test
  void organisations_do_not_use_up_each_others_quota() {
    Reservation mine = reservation(MINE, 1, 1);
    Reservation others = reservation(OTHERS, 1, 1);

    List<Boolean> allowed =
        Reservation.allowed(List.of(mine, others), Map.of(MINE, 0L, OTHERS, 0L));

    assertThat(allowed).containsExactly(true, true);
  }

  @Test
  void a_quota_that_was_changed_meanwhile_counts_what_the_former_one_allowed() {
    Reservation former = reservation(MINE, 2, 2);
    Window longer = new Window("mine", Duration.ofDays(2));
    Reservation latter = reservation(longer, 2, 1);

    List<Boolean> allowed =
        Reservation.allowed(List.of(former, latter), Map.of(MINE, 0L, longer, 0L));

    assertThat(allowed).containsExactly(true, false);
  }

  @Test
  void nobody_is_refused_without_a_quota() {
    Reservation free = new Reservation("mine", Optional.empty(), List.of(new ComposeRequest()));

    List<Boolean> allowed = Reservation.allowed(List.of(free), Map.of());

    assertThat(allowed).containsExactly(true);
  }

  @Test
  void the_refusal_names_the_quota() {
    Reservation refused = reservation(MINE, 3, 1);

    assertThatThrownBy(() -> refused.requireKept(false)).hasMessageContaining("QUOTA_EXCEEDED");
  }
}

package org.imagebuilder.imagebuilder.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns(new Turns.Bounds(4, 2, 3));

  /** What has begun, in this order; each ends when the test says so. */
  private final List<String> begun = new ArrayList<>();

  private final Map<String, CompletableFuture<String>> ends = new HashMap<>();

  @Test
  void one_organisation_leaves_room_for_others() {
    ask("a1", "a2", "a3");

    ask("b1");

    assertThat(begun).containsExactly("a1", "a2", "b1");
  }

  @Test
  void whoever_has_the_least_under_way_is_next() {
    ask("a1", "a2", "b1", "b2", "a3", "b3", "c1");

    end("a1");

    assertThat(begun).containsExactly("a1", "a2", "b1", "b2", "c1");
  }

  @Test
  void those_with_as_much_under_way_take_turns() {
    ask("a1", "a2", "b1", "b2", "c1", "c2", "c3", "d1", "d2");

    end("a1", "a2", "b1", "b2");

    assertThat(begun.subList(4, 8)).containsExactly("c1", "d1", "c2", "d2");
  }

  @Test
  void nobody_waits_while_there_is_room() {
    ask("a1", "a2", "a3");

    end("a1");

    assertThat(begun).containsExactly("a1", "a2", "a3");
  }

  @Test
  void what_fails_makes_room_as_well() {
    ask("a1", "a2", "a3");

    future("a1").completeExceptionally(new IllegalStateException());

    assertThat(begun).containsExactly("a1", "a2", "a3");
  }

  @Test
  void an_organisation_with_too_much_waiting_is_refused_and_others_are_not() {
    ask("a1", "a2", "a3", "a4", "a5");

    assertThatThrownBy(() -> take("a6").await().indefinitely())
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("too many searches of this organization");
    ask("b1");
    assertThat(begun).containsExactly("a1", "a2", "b1");
  }

  private void ask(String... names) {
    for (String name : names) {
      take(name).subscribe().with(end -> {}, failure -> {});
    }
  }

  /** The first letter is the organisation. */
  private Uni<String> take(String name) {
    return turns.take(
        name.substring(0, 1),
        () -> {
          begun.add(name);
          return Uni.createFrom().completionStage(future(name));
        });
  }

  private void end(String... names) {
    for (String name : names) {
      future(name).complete(name);
    }
  }

  private CompletableFuture<String> future(String name) {
    return ends.computeIfAbsent(name, each -> new CompletableFuture<>());
  }
}

package org.imagebuilder.imagebuilder.caches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ShelfTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Instant now = Instant.parse("2026-08-21T09:30:00Z");
  private final List<Optional<String>> asked = new ArrayList<>();
  private final Shelf<String, String> shelf =
      new Shelf<>(
          new Shelf.Bounds(Duration.ofMinutes(1), Duration.ofMinutes(10), 10),
          String::length,
          () -> now);

  @Test
  void a_fresh_answer_is_not_asked_for_again() {
    get("a", "one");
    pass(Duration.ofSeconds(59));

    assertThat(get("a", "two")).isEqualTo("one");
    assertThat(asked).hasSize(1);
  }

  @Test
  void an_answer_that_is_not_fresh_is_given_while_the_next_one_comes() {
    get("a", "one");
    pass(Duration.ofSeconds(60));

    String given = get("a", "two");

    assertThat(given).isEqualTo("one");
    assertThat(get("a", "three")).isEqualTo("two");
    assertThat(asked).containsExactly(Optional.empty(), Optional.of("one"));
  }

  @Test
  void an_old_answer_is_given_to_nobody() {
    get("a", "one");
    pass(Duration.ofMinutes(10));

    assertThat(get("a", "two")).isEqualTo("two");
    assertThat(asked).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void who_asks_at_the_same_time_waits_for_the_same_answer() {
    CompletableFuture<String> slow = new CompletableFuture<>();
    CompletableFuture<String> first = shelf.get("a", later(slow)).subscribeAsCompletionStage();
    CompletableFuture<String> second = shelf.get("a", later(slow)).subscribeAsCompletionStage();

    slow.complete("one");

    assertThat(first).isCompletedWithValue("one");
    assertThat(second).isCompletedWithValue("one");
    assertThat(asked).hasSize(1);
  }

  @Test
  void the_answer_is_kept_though_nobody_waits_for_it_any_more() {
    CompletableFuture<String> slow = new CompletableFuture<>();
    shelf.get("a", later(slow)).subscribe().with(answer -> {}).cancel();

    slow.complete("one");

    assertThat(get("a", "two")).isEqualTo("one");
  }

  @Test
  void a_failure_reaches_who_waits_and_is_not_kept() {
    Function<Optional<String>, Uni<String>> failing =
        known -> Uni.createFrom().failure(new IllegalStateException("away"));

    assertThatThrownBy(() -> shelf.get("a", failing).await().atMost(PATIENCE))
        .hasMessageContaining("away");
    assertThat(get("a", "two")).isEqualTo("two");
  }

  @Test
  void a_failure_leaves_what_was_known() {
    get("a", "one");
    pass(Duration.ofMinutes(2));
    shelf.get("a", known -> Uni.createFrom().failure(new IllegalStateException("away")));

    assertThat(get("a", "two")).isEqualTo("one");
  }

  @Test
  void what_was_used_longest_ago_makes_room() {
    get("a", "1234");
    get("b", "1234");
    get("a", "unused");

    get("c", "1234");

    assertThat(get("a", "again")).isEqualTo("1234");
    assertThat(get("b", "again")).isEqualTo("again");
  }

  @Test
  void an_answer_beyond_the_bound_is_given_and_not_kept() {
    get("a", "1234");

    assertThat(get("b", "12345678901")).isEqualTo("12345678901");
    assertThat(get("b", "2")).isEqualTo("2");
    assertThat(get("a", "again")).isEqualTo("1234");
  }

  private String get(String key, String answer) {
    return shelf
        .get(key, later(CompletableFuture.completedFuture(answer)))
        .await()
        .atMost(PATIENCE);
  }

  private Function<Optional<String>, Uni<String>> later(CompletableFuture<String> answer) {
    return known -> {
      asked.add(known);
      return Uni.createFrom().completionStage(answer);
    };
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }
}

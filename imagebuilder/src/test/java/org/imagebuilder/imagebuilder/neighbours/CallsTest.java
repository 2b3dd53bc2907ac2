package org.imagebuilder.imagebuilder.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.Test;

/** What calls to a neighbour may take, and who says so. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class CallsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final CallRules RULES = CallRules.within(Duration.ofSeconds(10));
  private static final CallRules LEFT_ALONE_FOR_LONG =
      new CallRules(Duration.ofSeconds(10), 0, 2, Duration.ofHours(1), 0, 0, List.of());

  @Inject Connections connections;

  // Each of its own: those of the same name share nothing but that.
  private final String kind = "of-test-" + UUID.randomUUID();
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void a_call_that_fails_is_made_again_as_often_as_its_rules_say() {
    Calls calls = calls(RULES.madeAgain(2), Map.of());

    assertThatThrownBy(() -> fail(calls)).isInstanceOf(NeighbourFailed.class);

    assertThat(made).hasValue(3);
  }

  @Test
  void a_call_that_takes_too_long_fails() {
    Calls calls = calls(RULES, Map.of(kind, set().timeout(Duration.ofMillis(10))));

    assertThatThrownBy(() -> await(calls.make(() -> Uni.createFrom().nothing())))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void a_neighbour_that_fails_too_often_is_left_alone() {
    Calls calls = calls(LEFT_ALONE_FOR_LONG, Map.of());
    assertThatThrownBy(() -> fail(calls)).isInstanceOf(NeighbourFailed.class);
    assertThatThrownBy(() -> fail(calls)).isInstanceOf(NeighbourFailed.class);

    assertThatThrownBy(() -> fail(calls)).isInstanceOf(CircuitBreakerOpenException.class);

    assertThat(made).hasValue(2);
  }

  @Test
  void a_neighbour_that_was_left_alone_is_asked_again_after_the_pause_that_was_set() {
    Calls calls = calls(LEFT_ALONE_FOR_LONG, Map.of("all", set().pause(Duration.ofMillis(1))));
    assertThatThrownBy(() -> fail(calls)).isInstanceOf(NeighbourFailed.class);
    assertThatThrownBy(() -> fail(calls)).isInstanceOf(NeighbourFailed.class);

    Awaitility.await()
        .atMost(SOON)
        .until(() -> catchThrowable(() -> fail(calls)) instanceof NeighbourFailed);
  }

  @Test
  void what_is_an_answer_is_no_trouble() {
    Calls calls = calls(RULES.leftAloneAfter(2).answeredBy(NeighbourFailed.class), Map.of());

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> fail(calls)).isInstanceOf(NeighbourFailed.class);
    }

    assertThat(made).hasValue(5);
  }

  @Test
  void more_calls_than_there_may_be_are_refused() {
    Calls calls = calls(RULES.atOnce(1, 1), Map.of());
    hang(calls);
    hang(calls);

    assertThatThrownBy(() -> fail(calls)).isInstanceOf(BulkheadException.class);
  }

  @Test
  void what_is_set_for_a_kind_counts_before_what_is_set_for_all() {
    Calls calls =
        calls(RULES.madeAgain(3), Map.of("all", set().retries(5), kind, set().retries(1)));

    assertThatThrownBy(() -> fail(calls)).isInstanceOf(NeighbourFailed.class);

    assertThat(made).hasValue(2);
  }

  @Test
  void what_is_made_once_on_purpose_is_not_made_again_by_what_is_set_for_all() {
    Calls calls = calls(RULES, Map.of("all", set().retries(5)));

    assertThatThrownBy(() -> fail(calls)).isInstanceOf(NeighbourFailed.class);

    assertThat(made).hasValue(1);
  }

  @Test
  void metrics_call_a_kind_by_its_neighbour_and_its_name() {
    Calls calls = calls(RULES, Map.of());
    assertThatThrownBy(() -> fail(calls)).isInstanceOf(NeighbourFailed.class);

    String metrics = ApiCaller.call(ApiCaller.anonymous("/metrics").GET()).text();

    assertThat(metrics).contains("ft_timeout_calls_total{method=\"provisioning." + kind + "\"");
  }

  private Calls calls(CallRules rules, Map<String, CallConfig> set) {
    return connections.calls("imagebuilder.provisioning", new Way(set), kind, rules);
  }

  private void fail(Calls calls) {
    await(
        calls.make(
            () -> {
              made.incrementAndGet();
              return Uni.createFrom().failure(new NeighbourFailed("for a test"));
            }));
  }

  private static void hang(Calls calls) {
    var unused =
        calls.make(() -> Uni.createFrom().nothing()).subscribe().with(item -> {}, failure -> {});
  }

  private static <T> void await(Uni<T> call) {
    var unused = call.await().atMost(SOON);
  }

  private static Settings set() {
    return new Settings(Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  private record Settings(Optional<Duration> timeout, OptionalInt retries, Optional<Duration> pause)
      implements CallConfig {
    Settings timeout(Duration timeout) {
      return new Settings(Optional.of(timeout), retries, pause);
    }

    Settings retries(int retries) {
      return new Settings(timeout, OptionalInt.of(retries), pause);
    }

    Settings pause(Duration pause) {
      return new Settings(timeout, retries, Optional.of(pause));
    }

    @Override
    public OptionalInt watched() {
      return OptionalInt.empty();
    }

    @Override
    public OptionalInt atOnce() {
      return OptionalInt.empty();
    }

    @Override
    public OptionalInt waiting() {
      return OptionalInt.empty();
    }
  }

  private record Way(Map<String, CallConfig> calls) implements GuardedConfig {
    @Override
    public Optional<URI> url() {
      return Optional.empty();
    }

    @Override
    public Duration connectTimeout() {
      return SOON;
    }

    @Override
    public Duration readTimeout() {
      return SOON;
    }

    @Override
    public Optional<String> tlsConfigurationName() {
      return Optional.empty();
    }

    @Override
    public Optional<URI> proxy() {
      return Optional.empty();
    }
  }
}

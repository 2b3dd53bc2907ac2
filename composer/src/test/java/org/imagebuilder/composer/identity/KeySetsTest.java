package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys over HTTP, with a clock that a test sets. */
class KeySetsTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestIssuer issuer = new TestIssuer("one");
  private final TestIssuer second = new TestIssuer("two");
  private final SettableClock clock = new SettableClock();
  private final KeySets keys =
      new KeySets(
          List.of(URI.create(issuer.url()), URI.create(second.url())),
          new KeySetClient(vertx, new HttpClientOptions(), Duration.ofSeconds(5))::fetch,
          new KeySets.Pauses(Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofHours(1)),
          clock);

  /** Stands still until it is moved. */
  private static final class SettableClock implements InstantSource {
    private volatile Instant now = Instant.ofEpochSecond(1_000_000);

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  @AfterEach
  void stop() {
    issuer.close();
    second.close();
    Awaited.of(vertx.close());
  }

  @Test
  void nothing_is_fetched_before_somebody_asks() {
    assertThat(issuer.fetches()).isZero();
    assertThat(keys.areMissing()).isTrue();
  }

  @Test
  void keys_of_all_issuers_are_known() {
    assertThat(find("one")).isNotEmpty();
    assertThat(find("two")).isNotEmpty();
    assertThat(issuer.fetches()).isEqualTo(1);
  }

  @Test
  void an_issuer_that_does_not_answer_is_counted() {
    MeterRegistry meters = new SimpleMeterRegistry();
    Metrics.addRegistry(meters);
    second.close();

    find("one");

    Metrics.removeRegistry(meters);
    assertThat(counted(meters, "done")).isEqualTo(1);
    assertThat(counted(meters, "failed")).isEqualTo(1);
  }

  private static double counted(MeterRegistry meters, String outcome) {
    return meters
        .get("image_builder_composer_key_fetches")
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  @Test
  void unknown_ids_make_one_fetch_a_minute() {
    find("one");

    find("stranger");
    clock.pass(Duration.ofSeconds(59));
    find("stranger");

    assertThat(issuer.fetches()).isEqualTo(1);
  }

  @Test
  void a_new_key_is_found_when_the_minute_is_over() {
    find("one");
    issuer.addKey("new");
    clock.pass(Duration.ofMinutes(1));

    assertThat(find("new")).isNotEmpty();
  }

  @Test
  void many_requests_at_once_share_one_fetch() {
    List<Future<List<PublicKey>>> all =
        IntStream.range(0, 20).mapToObj(i -> keys.find("one")).toList();

    all.forEach(one -> assertThat(Awaited.of(one)).isNotEmpty());
    assertThat(issuer.fetches()).isEqualTo(1);
  }

  @Test
  void known_keys_stay_good_while_their_issuer_is_away() {
    find("one");
    issuer.goAway();
    clock.pass(Duration.ofHours(2));

    assertThat(find("stranger")).isEmpty();
    assertThat(find("one")).isNotEmpty();
  }

  @Test
  void an_issuer_that_was_away_is_asked_again_soon() {
    issuer.goAway();
    assertThat(find("one")).isEmpty();
    issuer.comeBack();
    clock.pass(Duration.ofSeconds(10));

    assertThat(find("one")).isNotEmpty();
  }

  @Test
  void one_issuer_away_does_not_hide_the_keys_of_another() {
    issuer.goAway();

    assertThat(find("two")).isNotEmpty();
    assertThat(keys.areMissing()).isFalse();
  }

  @Test
  void keys_of_one_id_are_known_from_each_issuer() {
    second.replaceKeys(TestIssuer.newKey("one"));

    assertThat(find("one")).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void a_key_is_looked_for_at_an_issuer_that_was_away_though_another_has_its_id() {
    second.replaceKeys(TestIssuer.newKey("one"));
    second.goAway();
    assertThat(find("one")).hasSize(1);
    second.comeBack();
    clock.pass(Duration.ofSeconds(10));

    Awaitility.await().untilAsserted(() -> assertThat(find("one")).hasSize(2));
  }

  @Test
  void withdrawn_keys_go_when_known_ones_are_fetched_again() {
    find("one");
    issuer.replaceKeys("newer");
    clock.pass(Duration.ofHours(1));
    find("one");

    Awaitility.await().untilAsserted(() -> assertThat(find("one")).isEmpty());
    assertThat(find("newer")).isNotEmpty();
  }

  @Test
  void only_rsa_keys_for_signatures_are_taken() {
    String text =
        issuer
            .keySet()
            .replace(
                "{\"keys\":[",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"AAAA\"},{\"kty\":\"new\"},");

    assertThat(Awaited.of(KeySetClient.read(text)).keySet()).containsOnly("one");
  }

  @Test
  void an_answer_that_is_no_key_set_is_a_failure() {
    assertThat(KeySetClient.read("<html>").failed()).isTrue();
  }

  @Test
  void a_token_in_three_parts_that_are_no_json_is_malformed() {
    assertThatThrownBy(() -> SignedToken.parse("a.b.c"))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessage("Bearer token is malformed");
  }

  private List<PublicKey> find(String id) {
    return Awaited.of(keys.find(id));
  }
}

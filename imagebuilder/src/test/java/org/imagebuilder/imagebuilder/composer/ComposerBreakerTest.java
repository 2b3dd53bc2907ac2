package org.imagebuilder.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.FakeComposer.Mood;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A composer that is in trouble is left alone for a while; one that says no is not. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
@TestProfile(ComposerBreakerTest.LongMemory.class)
class ComposerBreakerTest {
  private static final int ENOUGH_POSTS = 10;
  private static final int ENOUGH_READS = 20;

  /** Trouble is not forgotten while a test takes its time. */
  public static final class LongMemory implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("imagebuilder.composer.calls.all.pause", "1h");
    }
  }

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @Inject CircuitBreakerMaintenance breakers;

  private final ApiCaller user = ApiCaller.of("breaker-" + UUID.randomUUID());

  @BeforeEach
  @AfterEach
  void calm() {
    composer.reset();
    breakers.resetAll();
  }

  @ParameterizedTest
  @CsvSource({"500", "502", "503"})
  void a_composer_that_fails_every_compose_is_asked_no_more(int status) {
    composer.refuse(status, "{\"id\":\"1\",\"reason\":\"in trouble\"}");
    post(ENOUGH_POSTS);
    composer.mood(Mood.GOOD);

    Answer answer = user.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo("Failed posting compose request to osbuild-composer");
    assertThat(composer.posted()).isEmpty();
  }

  @Test
  void a_composer_that_refuses_composes_is_asked_again() {
    composer.refuse(400, "{\"id\":\"35\",\"reason\":\"no\"}");
    post(ENOUGH_POSTS);
    composer.mood(Mood.GOOD);

    Answer answer = user.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void a_composer_that_tells_no_status_is_left_alone() {
    String id =
        user.compose(Examples.read("compose.request.debian-13.json")).json().path("id").asText();
    composer.refuse(503, "{}");
    for (int i = 0; i < ENOUGH_READS; i++) {
      assertThat(user.get("/composes/" + id).status()).isEqualTo(500);
    }
    composer.mood(Mood.GOOD);
    int asked = composer.statusCalls();

    Answer answer = user.get("/composes/" + id);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(composer.statusCalls()).isEqualTo(asked);
  }

  private void post(int times) {
    for (int i = 0; i < times; i++) {
      user.compose(Examples.read("compose.request.debian-13.json"));
    }
  }
}

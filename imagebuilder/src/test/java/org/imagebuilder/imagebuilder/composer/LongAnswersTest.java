package org.imagebuilder.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A composer that says more than anybody wants to hear. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class LongAnswersTest {
  private static final String LONG = " ".repeat(9 << 20);

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @Inject CircuitBreakerMaintenance breakers;

  private final ApiCaller user = ApiCaller.of("long-" + UUID.randomUUID());

  @BeforeEach
  @AfterEach
  void calm() {
    composer.reset();
    breakers.resetAll();
  }

  @Test
  void a_status_that_is_too_long_is_none() {
    UUID id = compose();
    composer.status(id, LONG + "{\"image_status\":{\"status\":\"pending\"}}");

    Answer answer = user.get("/composes/" + id);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo("Failed to get compose status from client");
  }

  @Test
  void metadata_that_are_too_long_are_none() {
    UUID id = compose();
    composer.metadata(id, LONG + "{\"packages\":[]}");

    Answer answer = user.get("/composes/" + id + "/metadata");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo("Failed querying compose metadata");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 400, 500})
  void a_compose_whose_answer_is_too_long_is_one_without_an_answer(int status) {
    composer.refuse(status, LONG + "{\"id\":\"35\",\"reason\":\"no\"}");

    Answer answer = user.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).startsWith("Failed posting compose request");
  }

  private UUID compose() {
    return UUID.fromString(
        user.compose(Examples.read("compose.request.debian-13.json")).json().path("id").asText());
  }
}

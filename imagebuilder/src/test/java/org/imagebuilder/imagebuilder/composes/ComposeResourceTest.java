package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class ComposeResourceTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("org-" + UUID.randomUUID());

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void a_compose_reaches_composer_and_shows_its_status() {
    ObjectNode request = Examples.read("compose.request.debian-13.json");

    Answer created = user.compose(request);

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    UUID id = UUID.fromString(created.json().path("id").asText());
    assertThat(composer.violations()).isEmpty();
    assertThat(composer.posted()).extracting(FakeComposer.Posted::id).containsExactly(id);
    assertThat(user.get("/composes/" + id).json().at("/image_status/status").asText())
        .isEqualTo("pending");
  }
}

package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class DeletedComposeTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

  private final ApiCaller user = ApiCaller.of("org-" + UUID.randomUUID());
  private String id = "";

  @BeforeEach
  void one_compose() {
    composer.reset();
    id = user.compose(Examples.read("compose.request.debian-13.json")).json().path("id").asText();
  }

  @Test
  void a_delete_is_answered_without_a_body_however_often() {
    user.delete("/composes/" + id);

    Answer again = user.delete("/composes/" + id);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEmpty();
    assertThat(again.response().headers().firstValue("Content-Type")).isEmpty();
  }

  @Test
  void a_deleted_compose_is_unknown_to_everything_else() {
    user.delete("/composes/" + id);

    assertThat(user.get("/composes/" + id).status()).isEqualTo(404);
    assertThat(user.get("/composes/" + id + "/metadata").status()).isEqualTo(404);
    assertThat(user.get("/composes").json().at("/meta/count").asInt()).isZero();
  }

  @Test
  void the_row_stays_and_composer_hears_nothing() {
    user.delete("/composes/" + id);

    assertThat(
            new PostgresServer.Database(java.net.URI.create(address))
                .value("SELECT deleted FROM composes WHERE job_id = '" + id + "'"))
        .isEqualTo("t");
    assertThat(composer.posted()).hasSize(1);
    assertThat(composer.violations()).isEmpty();
  }

  @Test
  void what_nobody_has_cannot_be_deleted() {
    Answer answer = user.delete("/composes/" + UUID.randomUUID());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text())
        .isEqualTo("{\"errors\":[{\"detail\":\"compose entry not found\",\"title\":\"404\"}]}\n");
  }

  @Test
  void what_others_have_stays() {
    Answer answer = ApiCaller.of("somebody-else").delete("/composes/" + id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(user.get("/composes/" + id).status()).isEqualTo(200);
  }
}

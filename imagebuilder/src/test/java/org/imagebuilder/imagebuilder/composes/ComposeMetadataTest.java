package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
class ComposeMetadataTest {
  private static final String REFUSED = "Failed querying compose metadata";

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("org-" + UUID.randomUUID());
  private UUID id = UUID.randomUUID();

  @BeforeEach
  void one_compose() {
    composer.reset();
    id =
        UUID.fromString(
            user.compose(Examples.read("compose.request.debian-13.json"))
                .json()
                .path("id")
                .asText());
  }

  @Test
  void packages_are_told_member_by_member() {
    JsonNode told = Examples.composer("get-compose-metadata.200.json");
    composer.metadata(id, told.toString());

    Answer answer = ask();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("packages")).hasSameSizeAs(told.path("packages"));
    assertThat(answer.json().fieldNames()).toIterable().containsOnly("packages");
    assertThat(answer.json().at("/packages/0")).isEqualTo(told.at("/packages/0"));
  }

  @Test
  void members_that_the_contract_does_not_have_stay_behind() {
    composer.metadata(
        id,
        """
        {"ostree_commit":"02604b","packages":[{"type":"deb","name":"base-files","version":"13.8",
         "release":"","arch":"amd64","sigmd5":"af","checksum":"sha256:1","epoch":null}]}
        """);

    assertThat(ask().text())
        .isEqualTo(
            "{\"ostree_commit\":\"02604b\",\"packages\":[{\"type\":\"deb\",\"name\":\"base-files\","
                + "\"version\":\"13.8\",\"release\":\"\",\"arch\":\"amd64\",\"sigmd5\":\"af\"}]}");
  }

  @Test
  void no_packages_are_null() {
    composer.metadata(id, "{\"id\":\"x\",\"kind\":\"ComposeMetadata\",\"href\":\"x\"}");

    assertThat(ask().text()).isEqualTo("{\"packages\":null}");
  }

  @Test
  void what_composer_has_forgotten_is_told_in_its_own_words() {
    Answer answer = ask();

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.detail())
        .isEqualTo(
            "{\"id\":\"15\",\"kind\":\"Error\",\"reason\":\"Compose with given id not found\"}");
  }

  @Test
  void a_refusal_of_composer_is_a_fault() {
    composer.refuse(500, "{\"id\":\"10001\"}");

    Answer answer = ask();

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo(REFUSED);
  }

  @Test
  void rubbish_is_a_fault() {
    composer.mood(FakeComposer.Mood.TALKS_RUBBISH);

    Answer answer = ask();

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo(REFUSED);
  }

  @Test
  void what_nobody_has_is_not_asked_of_composer() {
    UUID other = UUID.randomUUID();
    composer.metadata(other, "{}");

    Answer answer = user.get("/composes/" + other + "/metadata");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.detail())
        .isEqualTo("Compose entry " + other + " not found compose entry not found");
  }

  private Answer ask() {
    return user.get("/composes/" + id + "/metadata");
  }
}

package org.imagebuilder.imagebuilder.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.ContentSourcesResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.FakeContentSources;
import org.imagebuilder.imagebuilder.doubles.FakeProvisioning;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.imagebuilder.imagebuilder.doubles.ProvisioningResource;
import org.imagebuilder.imagebuilder.doubles.StandIn.Mood;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From a request to what composer gets, over HTTP, with neighbours that answer and that do not. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ContentSourcesResource.class)
@WithTestResource(ProvisioningResource.class)
class TranslationTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @SuppressWarnings("NullAway.Init")
  FakeContentSources contentSources;

  @SuppressWarnings("NullAway.Init")
  FakeProvisioning provisioning;

  @Inject CircuitBreakerMaintenance breakers;

  @DatabaseAddress String address;

  private final String organisation = "org-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);

  @BeforeEach
  void calm() {
    composer.reset();
    contentSources.reset();
    provisioning.reset();
    breakers.resetAll();
  }

  static Stream<TranslationCase> tables() {
    return Stream.of(
            "latest",
            "snapshots",
            "templates",
            "given",
            "given-of-a-day",
            "subscription",
            "customizations",
            "uploads",
            "bootc")
        .flatMap(table -> TranslationCase.of(table).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void a_request_becomes_what_composer_understands(TranslationCase row) {
    row.teach(contentSources, provisioning);

    Answer answer = user.compose(row.request());

    if (row.namesCalls()) {
      assertThat(TranslationCase.written(contentSources.server().calls())).isEqualTo(row.calls());
    }
    if (row.isRefused()) {
      assertThat(answer.status() + " " + answer.detail()).isEqualTo(row.refusal());
      assertNothingIsLeft();
      return;
    }
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(composer.violations()).isEmpty();
    JsonNode sent = composer.posted().getFirst().request();
    for (Map.Entry<String, JsonNode> expected : row.sent()) {
      JsonNode found = sent.at(expected.getKey());
      if (expected.getValue().isNull()) {
        assertThat(found.isMissingNode()).as(expected.getKey() + " " + found).isTrue();
      } else {
        assertThat(found).as(expected.getKey()).isEqualTo(expected.getValue());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "latest, HANGS_UP",
    "latest, HANGS",
    "latest, TALKS_RUBBISH",
    "snapshots, HANGS_UP",
    "templates, TALKS_RUBBISH"
  })
  void content_sources_in_trouble_leave_nothing_behind(String table, Mood mood) {
    contentSources.server().mood(mood);

    Answer answer = user.compose(TranslationCase.of(table).getFirst().request());

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail())
        .isEqualTo("The content-sources service gave no usable answer, try again later");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({"latest, 401, 403", "templates, 401, 403", "snapshots, 500, 500", "latest, 404, 500"})
  void what_content_sources_refuse_is_told(String table, int status, int told) {
    contentSources.server().refuse(status, "{\"errors\":[]}");

    Answer answer = user.compose(TranslationCase.of(table).getFirst().request());

    assertThat(answer.status()).as(answer.text()).isEqualTo(told);
    assertThat(answer.detail())
        .isEqualTo(
            told == 403
                ? "user is not authorized - please check your 'Repositories viewer' or 'Content"
                    + " Template viewer' permissions"
                : "The content-sources service gave no usable answer, try again later");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "HANGS_UP, 400, Unable to request source: 7",
    "HANGS, 400, Unable to request source: 7",
    "TALKS_RUBBISH, 500, Unable to resolve source: 7"
  })
  void provisioning_in_trouble_leaves_nothing_behind(Mood mood, int status, String told) {
    provisioning.server().mood(mood);

    Answer answer = user.compose(withSource());

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.detail()).isEqualTo(told);
    assertNothingIsLeft();
  }

  @Test
  void nobody_is_asked_about_more_repositories_than_anybody_names() {
    ObjectNode request = TranslationCase.of("latest").getFirst().request();
    ArrayNode repositories = request.putObject("customizations").putArray("payload_repositories");
    IntStream.rangeClosed(0, 500)
        .forEach(each -> repositories.addObject().put("id", "r" + each).put("rhsm", false));

    Answer answer = user.compose(request);

    assertThat(answer.status() + " " + answer.detail())
        .isEqualTo("400 customizations: more than 500 repositories are named");
    assertThat(contentSources.server().calls()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void what_the_neighbours_found_is_not_kept() {
    TranslationCase row = TranslationCase.of("latest").getFirst();
    row.teach(contentSources, provisioning);

    Answer answer = user.compose(row.request());

    JsonNode stored =
        user.get("/composes/" + answer.json().path("id").asText()).json().path("request");
    assertThat(stored.toString()).doesNotContain("content.example");
    assertThat(stored.path("distribution").asText()).isEqualTo("rhel-94");
  }

  @Test
  void each_neighbour_hears_who_is_calling() {
    provisioning.source("7", "{\"aws\":{\"account_id\":\"123456789012\"}}");

    user.compose(withSource());

    String identity = provisioning.server().calls().getFirst().identity();
    assertThat(identity).isNotNull();
    assertThat(contentSources.server().calls())
        .extracting(each -> String.valueOf(each.identity()))
        .containsOnly(String.valueOf(identity));
  }

  private static JsonNode withSource() {
    return TranslationCase.of("uploads").stream()
        .filter(row -> row.toString().equals("a source is the account behind it"))
        .findFirst()
        .orElseThrow()
        .request();
  }

  private void assertNothingIsLeft() {
    assertThat(composer.posted()).isEmpty();
    for (String table : List.of("composes", "compose_requests")) {
      assertThat(
              new PostgresServer.Database(URI.create(address))
                  .value(
                      "SELECT count(*) FROM %s WHERE org_id = '%s'".formatted(table, organisation)))
          .isEqualTo("0");
    }
  }
}

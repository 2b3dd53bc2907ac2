package org.imagebuilder.imagebuilder.recommendations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeRecommendations;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.RecommendationsServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(RecommendationsServer.class)
class RecommendationResourceTest {
  private static final String QUESTION =
      "{\"packages\":[\"httpd\"],\"recommendedPackages\":5,\"distribution\":\"rhel9\"}";
  private static final String FAILED =
      "The recommendations service gave no usable answer, try again later";

  private final ApiCaller user = ApiCaller.of("recommendations-test");

  @SuppressWarnings("NullAway.Init")
  FakeRecommendations service;

  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  void calm() {
    service.reset();
    breakers.resetAll();
  }

  @Test
  void packages_are_recommended() throws JsonProcessingException {
    service.answer(200, "{\"packages\":[\"mod_ssl\"],\"modelVersion\":\"1.2\",\"more\":1}");

    ApiCaller.Answer answer = ask(QUESTION);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(json("{\"packages\":[\"mod_ssl\"],\"modelVersion\":\"1.2\"}"));
    FakeRecommendations.Question question = service.questions().getFirst();
    assertThat(question.target()).isEqualTo("POST /rhel-image-builder/packages/recommendations");
    assertThat(json(question.body())).isEqualTo(json(QUESTION));
    assertThat(question.trace()).isNotEqualTo("null").isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"packages\":[]}", "{\"packages\":null}"})
  void none_is_an_empty_list(String theirs) {
    service.answer(200, theirs);

    assertThat(ask(QUESTION).text()).isEqualTo("{\"packages\":[]}");
  }

  @Test
  void three_packages_are_wanted_unless_somebody_says_otherwise() throws JsonProcessingException {
    ask("{\"packages\":[],\"distribution\":\"rhel10\"}");

    assertThat(json(service.questions().getFirst().body()).path("recommendedPackages").asInt())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"packages\":[],\"distribution\":\"rhel7\"}|unsupported distribution \"rhel7\"",
        "{\"packages\":[],\"distribution\":\"rhel90\"}|unsupported distribution \"rhel90\"",
        "{\"packages\":[],\"distribution\":\"rhel-9\"}|request body has an error: ",
        "{\"packages\":[]}|request body has an error: ",
        "{\"distribution\":\"rhel9\"}|request body has an error: ",
        "{\"packages\":[7],\"distribution\":\"rhel9\"}|request body has an error: ",
        "{\"packages\":[],\"distribution\":\"rhel9\",\"recommendedPackages\":\"5\"}|request body has an error: ",
        "{\"packages\":[],\"distribution\":\"rhel9\",\"recommendedPackages\":4294967296}|request body has an error: ",
        "[]|request body has an error: "
      })
  void what_is_not_of_the_described_shape_is_refused(String body, String detail) {
    ApiCaller.Answer answer = ask(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).startsWith(detail);
    assertThat(service.questions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|{}",
        "404|{\"packages\":[]}",
        "200|<html>",
        "200|{}",
        "200|[]",
        "200|{\"packages\":\"mod_ssl\"}",
        "200|{\"packages\":[7]}",
        "204|''"
      })
  void an_answer_that_makes_no_sense_is_told_as_such(int status, String body) {
    service.answer(status, body);

    ApiCaller.Answer answer = ask(QUESTION);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo(FAILED);
    assertThat(service.questions()).hasSize(1);
  }

  @Test
  void an_answer_that_is_too_long_is_none() {
    service.answer(200, " ".repeat(9 << 20) + "{\"packages\":[]}");

    ApiCaller.Answer answer = ask(QUESTION);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo(FAILED);
  }

  @Test
  void a_service_that_hangs_is_not_waited_for() {
    service.hang();

    ApiCaller.Answer answer = ask(QUESTION);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo(FAILED);
  }

  @Test
  void a_token_that_is_refused_is_renewed_once() {
    ask(QUESTION);
    service.distrustTokens();
    int forms = service.forms().size();

    ApiCaller.Answer answer = ask(QUESTION);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(service.forms()).hasSize(forms + 1);
    assertThat(service.forms().getLast())
        .contains("grant_type=client_credentials", "client_id=me", "client_secret=mine");
  }

  @Test
  void without_a_token_nothing_is_asked() {
    service.distrustTokens();
    service.givesTokens(false);
    ask(QUESTION);
    int questions = service.questions().size();

    ApiCaller.Answer answer = ask(QUESTION);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).isEqualTo(FAILED);
    assertThat(service.questions()).hasSize(questions);
  }

  private ApiCaller.Answer ask(String body) {
    return user.post(
        "/experimental/recommendations",
        "application/json",
        java.net.http.HttpRequest.BodyPublishers.ofString(body));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}

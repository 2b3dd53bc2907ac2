package org.imagebuilder.imagebuilder.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A deployment that serves the operations below a path of its own. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
@TestProfile(PathPrefixTest.Elsewhere.class)
class PathPrefixTest {
  private static final String BASE = "/beta/our-images";

  /** As with PATH_PREFIX and APP_NAME. */
  public static final class Elsewhere implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("PATH_PREFIX", "beta", "APP_NAME", "/our-images/");
    }
  }

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("path-prefix-test");

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @ParameterizedTest
  @ValueSource(strings = {BASE + "/v1", BASE + "/v1.0", "/api/image-builder/v1"})
  void operations_are_served_there_and_where_they_always_were(String base) {
    assertThat(get(base + "/version").status()).isEqualTo(200);
    assertThat(get(base + "/composes?limit=5").status()).isEqualTo(200);
  }

  @Test
  void requests_are_checked_there_too() {
    Answer refused = post("{\"distribution\": \"debian-13\"}");
    Answer accepted = post(Examples.read("compose.request.debian-13.json").toString());

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.detail()).startsWith("request body has an error");
    assertThat(get(BASE + "/v1/composes?limit=0").detail())
        .startsWith("parameter \"limit\" in query has an error");
    assertThat(accepted.status()).isEqualTo(201);
  }

  @Test
  void nobody_comes_in_there_without_an_identity() {
    for (String path : new String[] {BASE + "/v1/composes", BASE + "/v1.0/../v1/composes"}) {
      assertThat(ApiCaller.call(ApiCaller.anonymous(path).GET()).status()).isIn(401, 404);
    }
    assertThat(ApiCaller.call(ApiCaller.anonymous(BASE + "/v1/version").GET()).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"//beta/our-images/v1/composes", "/beta/our-images/v2/composes", "/beta/v1/composes"})
  void other_spellings_lead_nowhere(String path) {
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void links_lead_there() {
    assertThat(get(BASE + "/v1/composes").json().at("/links/first").asText())
        .isEqualTo(BASE + "/v1.0/composes?limit=100&offset=0");
  }

  private Answer get(String path) {
    return ApiCaller.call(user.request(path).GET());
  }

  private Answer post(String body) {
    return ApiCaller.call(
        user.request(BASE + "/v1/compose")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }
}

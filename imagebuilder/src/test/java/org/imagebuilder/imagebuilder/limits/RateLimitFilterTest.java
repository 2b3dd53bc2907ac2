package org.imagebuilder.imagebuilder.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
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
@TestProfile(RateLimitFilterTest.Bounded.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class RateLimitFilterTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("org-" + UUID.randomUUID());

  /** So slow that nothing comes back while a test runs. */
  public static final class Bounded implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "imagebuilder.limits.reads.calls", "3",
          "imagebuilder.limits.reads.within", "3h",
          "imagebuilder.limits.composes.calls", "2",
          "imagebuilder.limits.composes.within", "1d");
    }
  }

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void answers_tell_what_is_left() {
    user.get("/distributions");

    Answer answer = user.get("/composes");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(header(answer, "RateLimit-Limit")).isEqualTo("3");
    assertThat(header(answer, "RateLimit-Remaining")).isEqualTo("1");
    assertThat(Long.parseLong(header(answer, "RateLimit-Reset"))).isBetween(7100L, 7200L);
    assertThat(answer.response().headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void a_call_too_many_is_refused_in_the_documented_form() {
    readAll();

    Answer answer = user.get("/distributions");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
    assertThat(answer.json().at("/errors/0/title").asText()).isEqualTo("429");
    assertThat(answer.detail())
        .matches(
            "too many reads: 3 per 10800 seconds are allowed for an organization; "
                + "try again in \\d+ seconds");
    assertThat(header(answer, "RateLimit-Remaining")).isEqualTo("0");
    assertThat(Long.parseLong(header(answer, "Retry-After"))).isBetween(3500L, 3600L);
    assertThat(header(answer, "RateLimit-Reset")).isEqualTo(header(answer, "Retry-After"));
  }

  @Test
  void the_refusal_comes_before_the_call_is_looked_at() {
    readAll();

    assertThat(user.get("/composes?limit=0").status()).isEqualTo(429);
    assertThat(user.get("/nowhere").status()).isEqualTo(429);
    assertThat(user.get("/composes/x").status()).isEqualTo(429);
  }

  @Test
  void the_refusal_comes_behind_the_identity() {
    readAll();

    Answer answer =
        ApiCaller.call(
            ApiCaller.anonymous(ApiCaller.BASE + "/composes").header("x-rh-identity", "%").GET());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.response().headers().firstValue("RateLimit-Limit")).isEmpty();
  }

  @Test
  void wrong_calls_count_as_well() {
    for (int i = 0; i < 3; i++) {
      user.get("/composes?limit=0");
    }

    assertThat(user.get("/distributions").status()).isEqualTo(429);
  }

  @Test
  void an_id_in_another_spelling_counts_once() {
    Answer answer = user.get("/composes/" + UUID.randomUUID().toString().replace("-", ""));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(header(answer, "RateLimit-Remaining")).isEqualTo("2");
  }

  @Test
  void both_versions_of_a_path_draw_from_the_same_allowance() {
    readAll();

    assertThat(ApiCaller.call(user.request("/api/image-builder/v1.0/distributions").GET()).status())
        .isEqualTo(429);
  }

  @Test
  void others_are_not_touched() {
    readAll();

    assertThat(ApiCaller.of("org-" + UUID.randomUUID()).get("/distributions").status())
        .isEqualTo(200);
  }

  @Test
  void what_is_refused_is_not_read_and_leaves_nothing() {
    for (int i = 0; i < 2; i++) {
      user.compose(Examples.read("compose.request.debian-13.json"));
    }
    byte[] large = new byte[1024 * 1024];

    Answer answer = user.post("/compose", "application/json", BodyPublishers.ofByteArray(large));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(composer.posted()).hasSize(2);
  }

  @Test
  void a_connection_goes_on_behind_a_body_that_was_not_read() {
    for (int i = 0; i < 2; i++) {
      user.compose(Examples.read("compose.request.debian-13.json"));
    }
    user.post("/compose", "application/json", BodyPublishers.ofByteArray(new byte[300_000]));

    assertThat(user.get("/distributions").status()).isEqualTo(200);
  }

  @Test
  void a_class_without_a_bound_has_no_headers() {
    Answer answer = user.delete("/composes/" + UUID.randomUUID());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.response().headers().firstValue("RateLimit-Limit")).isEmpty();
  }

  @Test
  void the_contract_is_open_to_everybody() {
    readAll();

    assertThat(user.get("/openapi.json").status()).isEqualTo(200);
  }

  private void readAll() {
    for (int i = 0; i < 3; i++) {
      assertThat(user.get("/distributions").status()).isEqualTo(200);
    }
  }

  private static String header(Answer answer, String name) {
    return answer.response().headers().firstValue(name).orElseThrow();
  }
}

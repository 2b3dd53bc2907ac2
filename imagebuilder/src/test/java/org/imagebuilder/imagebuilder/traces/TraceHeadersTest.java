package org.imagebuilder.imagebuilder.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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
class TraceHeadersTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("trace-test");

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void ids_of_the_caller_go_along_to_composer_and_come_back() {
    Answer answer = compose("trace-of-the-caller", "span.1");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(composer.trace()).containsExactly("trace-of-the-caller", "span.1");
    assertThat(header(answer.response(), "X-Strc-Trace-ID")).isEqualTo("trace-of-the-caller");
    assertThat(header(answer.response(), "X-Strc-Span-ID")).isEqualTo("span.1");
  }

  @Test
  void ids_are_made_where_the_caller_has_none() {
    Answer answer = user.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(header(answer.response(), "X-Strc-Trace-ID")).matches("[0-9a-f]{16}");
    assertThat(composer.trace())
        .containsExactly(
            header(answer.response(), "X-Strc-Trace-ID"),
            header(answer.response(), "X-Strc-Span-ID"));
  }

  @Test
  void an_id_that_is_no_id_is_replaced() {
    Answer answer = compose("x".repeat(3000), "<script>");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer.response(), "X-Strc-Trace-ID")).matches("[0-9a-f]{16}");
    assertThat(composer.trace().getLast()).matches("[0-9a-f]{16}");
  }

  @Test
  void refusals_carry_ids_too() {
    Answer answer = ApiCaller.call(ApiCaller.anonymous("/api/image-builder/v1/composes").GET());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(header(answer.response(), "X-Strc-Trace-ID")).isNotEmpty();
  }

  private Answer compose(String id, String span) {
    return ApiCaller.call(
        user.request(ApiCaller.BASE + "/compose")
            .header("X-Strc-Trace-ID", id)
            .header("X-Strc-Span-ID", span)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    Examples.read("compose.request.debian-13.json").toString())));
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}

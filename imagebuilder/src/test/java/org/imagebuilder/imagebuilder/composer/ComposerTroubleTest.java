package org.imagebuilder.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.FakeComposer.Mood;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A composer that hangs, drops calls and talks rubbish, and callers who do not wait for it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
@TestProfile(ComposerTroubleTest.LittlePatience.class)
class ComposerTroubleTest {
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final int AT_ONCE = 2;
  private static final int WAITING = 2;

  /** Time-outs of a moment, and room for few calls at a time. */
  public static final class LittlePatience implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      String calls = "imagebuilder.composer.calls.";
      return Map.of(
          calls + "post.timeout", "3s",
          calls + "post.watched", "1000",
          calls + "status.timeout", "1s",
          calls + "status.retries", "1",
          calls + "status.watched", "1000",
          calls + "status.at-once", "" + AT_ONCE,
          calls + "status.waiting", "" + WAITING,
          calls + "contract.timeout", "1s");
    }
  }

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

  private final String organisation = "trouble-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);

  @BeforeEach
  @AfterEach
  void calm() {
    composer.reset();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mood.class,
      names = {"SILENT", "HANGS_UP", "TALKS_RUBBISH"})
  void a_status_that_does_not_come_is_an_error_of_ours_and_soon(Mood mood) {
    String id = compose();
    composer.mood(mood);
    long begin = System.nanoTime();

    Answer answer = user.get("/composes/" + id);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).contains("compose status");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mood.class,
      names = {"SILENT", "HANGS_UP", "TALKS_RUBBISH"})
  void a_compose_whose_answer_does_not_come_is_kept_for_the_sweep(Mood mood) {
    composer.mood(mood);

    Answer answer = user.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).startsWith("Failed posting compose request");
    assertThat(states()).isEqualTo("REQUESTED");
  }

  @Test
  void probes_are_answered_although_composer_is_not() {
    composer.mood(Mood.SILENT);
    long begin = System.nanoTime();

    assertThat(user.get("/ready").status()).isEqualTo(500);
    assertThat(user.get("/version").status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
  }

  @Test
  void a_caller_who_hangs_up_loses_no_compose() throws IOException {
    composer.mood(Mood.SILENT);

    hangUpAfter(Examples.read("compose.request.debian-13.json").toString());

    Awaitility.await().until(() -> !states().equals("null"));
    composer.mood(Mood.GOOD);
    assertThat(states()).isIn("REQUESTED", "ACCEPTED");
  }

  @Test
  void more_callers_than_composer_has_room_for_are_told_so_at_once() throws Exception {
    String id = compose();
    composer.mood(Mood.SILENT);

    List<Integer> statuses;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all =
          Stream.generate(() -> callers.submit(() -> user.get("/composes/" + id).status()))
              .limit(20)
              .toList();
      statuses = all.stream().map(ComposerTroubleTest::got).toList();
    }

    assertThat(statuses).containsOnly(500);
    composer.mood(Mood.GOOD);
    assertThat(user.get("/composes").status()).isEqualTo(200);
  }

  private static int got(Future<Integer> answer) {
    try {
      return answer.get();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private String compose() {
    return user.compose(Examples.read("compose.request.debian-13.json")).json().path("id").asText();
  }

  private void hangUpAfter(String body) throws IOException {
    URI url =
        URI.create(
            org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getValue("test.url", String.class));
    String identity = user.request("/").build().headers().firstValue("x-rh-identity").orElseThrow();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket
          .getOutputStream()
          .write(
              """
              POST /api/image-builder/v1/compose HTTP/1.1\r
              Host: localhost\r
              x-rh-identity: %s\r
              Content-Type: application/json\r
              Content-Length: %d\r
              \r
              %s"""
                  .formatted(identity, body.getBytes(StandardCharsets.UTF_8).length, body)
                  .getBytes(StandardCharsets.UTF_8));
      Awaitility.await().until(() -> !states().equals("null"));
    }
  }

  private String states() {
    return new PostgresServer.Database(URI.create(address))
        .value(
            "SELECT string_agg(state, ',') FROM compose_requests WHERE org_id = '%s'"
                .formatted(organisation));
  }
}

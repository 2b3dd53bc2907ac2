package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Composer is not asked again how an image ended. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class FinishedComposeTest {
  private static final String SUCCESS =
      """
      {"status":"success","image_status":{"status":"success","progress":{"done":7,"total":7},
       "upload_status":{"status":"success","type":"aws.s3",
        "options":{"url":"https://bucket.example.com/image?X-Amz-Date=1&X-Amz-Signature=\\u00e9"}}}}
      """;

  /** Numbers that a reader might write in another way. */
  private static final String FAILURE =
      """
      {"status":"failure","image_status":{"status":"failure","error":{"id":10,"reason":"no",
       "details":{"z":1.50,"a":1e3,"n":null,"big":123456789012345678901234567890,"t":"<&>\\u2028"}}}}
      """;

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

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

  @ParameterizedTest
  @ValueSource(strings = {SUCCESS, FAILURE})
  void an_end_is_asked_for_once_and_told_alike_ever_after(String end) {
    composer.status(id, end);

    Answer first = ask();
    Answer second = ask();

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(composer.statusCalls()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "building", "uploading", "registering"})
  void what_may_still_change_is_asked_for_each_time(String state) {
    composer.status(id, "{\"status\":\"x\",\"image_status\":{\"status\":\"%s\"}}".formatted(state));
    ask();

    ask();

    assertThat(composer.statusCalls()).isEqualTo(2);
    assertThat(rows()).isEqualTo("0");
  }

  @Test
  void an_end_is_told_also_while_composer_is_away_or_has_forgotten_it() {
    composer.status(id, SUCCESS);
    ask();
    composer.refuse(404, "{\"id\":\"15\"}");

    assertThat(ask().status()).isEqualTo(200);
  }

  @Test
  void many_who_see_the_end_at_once_leave_one_row() throws Exception {
    composer.status(id, FAILURE);
    List<Callable<Answer>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      callers.add(this::ask);
    }

    List<String> told = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : threads.invokeAll(callers)) {
        told.add(answer.get().text());
      }
    }

    assertThat(told).containsOnly(ask().text());
    assertThat(rows()).isEqualTo("1");
  }

  @Test
  void a_purged_compose_takes_its_end_along() {
    composer.status(id, SUCCESS);
    ask();

    database().execute("DELETE FROM composes WHERE job_id = '" + id + "'");

    assertThat(rows()).isEqualTo("0");
  }

  @Test
  void others_are_not_told_how_it_ended() {
    composer.status(id, SUCCESS);
    ask();

    assertThat(ApiCaller.of("somebody-else").get("/composes/" + id).status()).isEqualTo(404);
  }

  private Answer ask() {
    return user.get("/composes/" + id);
  }

  private String rows() {
    return database().value("SELECT count(*) FROM compose_outcomes WHERE job_id = '" + id + "'");
  }

  private PostgresServer.Database database() {
    return new PostgresServer.Database(URI.create(address));
  }
}

package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeCancels.Manner;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.FakeComposer.Mood;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three images of a blueprint, of which something happens to one. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class BatchTest {
  private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
  private static final String NO = "{\"id\":\"35\",\"reason\":\"No\"}";

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

  @Inject ComposeSweeper sweeper;

  private final String organisation = "org-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void composes_of_one_blueprint_appear_together() {
    Answer answer = compose();

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(states()).isEqualTo("ACCEPTED,ACCEPTED,ACCEPTED");
    assertThat(listed()).isEqualTo(3);
    assertThat(composer.posted()).extracting(FakeComposer.Posted::key).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void one_that_is_refused_calls_off_those_before_it(int before) {
    composer.goodFor(before);
    composer.refuse(400, NO);

    Answer answer = compose();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).isEqualTo("No");
    assertThat(composer.cancels().cancelled()).isEqualTo(posted());
    assertThat(posted()).hasSize(before);
    assertThat(states()).isEmpty();
    assertThat(listed()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"OLD", "TOO_LATE"})
  void what_cannot_be_called_off_belongs_to_who_asked_for_it(Manner manner) {
    composer.goodFor(2);
    composer.refuse(400, NO);
    composer.cancels().manner(manner);

    Answer answer = compose();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(states()).isEqualTo("ACCEPTED,ACCEPTED");
    assertThat(listed()).isEqualTo(2);
  }

  @Test
  void calling_off_is_tried_again_until_composer_answers() throws Throwable {
    composer.goodFor(2);
    composer.refuse(400, NO);
    composer.cancels().manner(Manner.SILENT);
    assertThat(compose().status()).isEqualTo(400);
    assertThat(states()).isEqualTo("WITHDRAWN,WITHDRAWN");
    composer.mood(Mood.GOOD);
    composer.cancels().manner(Manner.CALLS_OFF);

    sweepLater();

    assertThat(composer.cancels().cancelled()).containsExactlyInAnyOrderElementsOf(posted());
    assertThat(states()).isEmpty();
    assertThat(listed()).isZero();
  }

  @Test
  void what_could_not_be_called_off_for_a_day_is_shown() throws Throwable {
    composer.goodFor(1);
    composer.refuse(400, NO);
    composer.cancels().manner(Manner.SILENT);
    compose();
    composer.mood(Mood.GOOD);
    change("created_at = created_at - interval '2 days'");

    sweepLater();

    assertThat(listed()).isEqualTo(1);
    assertThat(composer.cancels().cancelled()).isEmpty();
  }

  // A call that brings no answer leaves exactly the rows that a killed program leaves: DEAF is a
  // death before composer has the next one, HANGS_UP is one after.
  @ParameterizedTest
  @CsvSource({
    "0, DEAF",
    "1, DEAF",
    "2, DEAF",
    "0, HANGS_UP",
    "1, HANGS_UP",
    "2, HANGS_UP",
    "1, TALKS_RUBBISH"
  })
  void after_a_death_between_two_steps_all_are_built_once(int before, Mood mood) throws Throwable {
    composer.goodFor(before);
    composer.mood(mood);
    assertThat(compose().status()).isEqualTo(500);
    assertThat(listed()).isZero();
    composer.mood(Mood.GOOD);

    sweepLater();

    assertThat(composer.posted()).hasSize(3);
    assertThat(states()).isEqualTo("ACCEPTED,ACCEPTED,ACCEPTED");
    assertThat(listed()).isEqualTo(3);
    assertThat(composer.cancels().cancelled()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void after_a_death_a_refusal_still_calls_off_the_others(int before) throws Throwable {
    composer.goodFor(before);
    composer.mood(Mood.DEAF);
    compose();
    composer.refuse(400, NO);

    sweepLater();

    assertThat(posted()).hasSize(before);
    assertThat(composer.cancels().cancelled()).isEqualTo(posted());
    assertThat(states()).isEmpty();
    assertThat(listed()).isZero();
  }

  @Test
  void a_composer_that_might_build_twice_is_not_asked_again_and_keeps_what_it_has()
      throws Throwable {
    composer.knowsKeys(false);
    composer.goodFor(1);
    composer.mood(Mood.HANGS_UP);
    compose();
    composer.mood(Mood.GOOD);
    composer.cancels().manner(Manner.OLD);

    sweepLater();
    sweepLater();

    assertThat(composer.posted()).hasSize(2);
    assertThat(states()).isEqualTo("ACCEPTED,LOST,LOST");
    assertThat(listed()).isEqualTo(1);
  }

  @Test
  void what_waits_for_the_rest_of_its_batch_is_left_alone() throws Throwable {
    composer.goodFor(1);
    composer.mood(Mood.DEAF);
    compose();
    composer.mood(Mood.GOOD);

    sweep();

    assertThat(states()).isEqualTo("HELD,REQUESTED,REQUESTED");
    assertThat(composer.posted()).hasSize(1);
  }

  @Test
  void batches_at_the_same_time_do_not_wait_for_each_other_without_end() throws Exception {
    List<String> paths = List.of(blueprint(false), blueprint(true));
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String path = paths.get(i % 2);
      calls.add(() -> user.post(path, NOTHING));
    }
    List<Integer> statuses = new ArrayList<>();

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : callers.invokeAll(calls)) {
        statuses.add(answer.get().status());
      }
    }

    assertThat(statuses).containsOnly(201);
    assertThat(listed()).isEqualTo(30);
  }

  private Answer compose() {
    return user.post(blueprint(false), NOTHING);
  }

  /** Where the images of a new blueprint are asked for, in this or the other order. */
  private String blueprint(boolean reversed) {
    ObjectNode blueprint = Examples.read("create-blueprint.request.json");
    blueprint.put("name", UUID.randomUUID().toString());
    ArrayNode images = blueprint.withArray("image_requests");
    ObjectNode third = images.get(0).deepCopy();
    images.add(third.put("size", 10737418240L));
    if (reversed) {
      images.add(images.remove(0));
    }
    Answer created = user.post("/blueprints", blueprint);
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return "/blueprints/" + created.json().path("id").asText() + "/compose";
  }

  private List<UUID> posted() {
    return composer.posted().stream().map(FakeComposer.Posted::id).toList();
  }

  private int listed() {
    return user.get("/composes").json().at("/meta/count").asInt();
  }

  private String states() {
    return database()
        .value(
            "SELECT coalesce(string_agg(state, ',' ORDER BY batch_position), '')"
                + " FROM compose_requests"
                + mine());
  }

  private void sweepLater() throws Throwable {
    change("next_attempt_at = next_attempt_at - interval '1 hour'");
    sweep();
  }

  private void sweep() throws Throwable {
    VertxContextSupport.subscribeAndAwait(sweeper::sweep);
  }

  private void change(String what) {
    database().execute("UPDATE compose_requests SET " + what + mine());
  }

  private String mine() {
    return " WHERE org_id = '" + organisation + "'";
  }

  private PostgresServer.Database database() {
    return new PostgresServer.Database(java.net.URI.create(address));
  }
}

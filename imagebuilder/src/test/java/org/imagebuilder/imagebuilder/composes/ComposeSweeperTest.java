package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.FakeComposer.Mood;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class ComposeSweeperTest {
  /** JSON that the database takes and no reader does. */
  private static final String TOO_DEEP = "repeat('{\"a\":', 1500) || '1' || repeat('}', 1500)";

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

  @Inject ComposeSweeper sweeper;
  @Inject MeterRegistry meters;

  private final String organisation = "org-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mood.class,
      names = {"HANGS_UP", "TALKS_RUBBISH"})
  void a_compose_whose_answer_was_lost_is_found_again_and_built_once(Mood mood) throws Throwable {
    composer.mood(mood);
    Answer answer = user.compose(Examples.read("compose.request.debian-13.json"));
    assertThat(answer.status()).isEqualTo(500);
    composer.mood(Mood.GOOD);

    sweepLater();

    assertThat(composer.posted()).hasSize(1);
    String id = composer.posted().getFirst().id().toString();
    assertThat(user.get("/composes").json().at("/data/0/id").asText()).isEqualTo(id);
    assertThat(value("SELECT state FROM compose_requests")).isEqualTo("ACCEPTED");
  }

  @Test
  void a_request_that_died_before_the_call_is_sent() throws Throwable {
    crashed();

    sweepLater();

    assertThat(composer.posted()).hasSize(1);
    assertThat(user.get("/composes").json().at("/meta/count").asInt()).isEqualTo(1);
  }

  @Test
  void a_request_is_left_alone_while_somebody_may_be_waiting_for_it() throws Throwable {
    crashed();

    sweep();

    assertThat(composer.posted()).isEmpty();
  }

  @Test
  void nothing_is_sent_twice_to_a_composer_that_would_build_it_twice() throws Throwable {
    composer.knowsKeys(false);
    composer.mood(Mood.HANGS_UP);
    user.compose(Examples.read("compose.request.debian-13.json"));
    composer.mood(Mood.GOOD);

    sweepLater();

    assertThat(composer.posted()).hasSize(1);
    assertThat(value("SELECT state FROM compose_requests")).isEqualTo("LOST");
    assertThat(value("SELECT lost_because FROM compose_requests")).contains("may build it twice");
    assertThat(value("SELECT coalesce(outgoing::text, 'gone') FROM compose_requests"))
        .isEqualTo("gone");
  }

  @Test
  void what_composer_refuses_later_leaves_no_row_behind() throws Throwable {
    crashed();
    composer.refuse(400, "{\"id\":\"35\",\"reason\":\"no\"}");

    sweepLater();

    assertThat(value("SELECT count(*) FROM compose_requests")).isEqualTo("0");
  }

  @Test
  void while_composer_is_silent_the_request_waits() throws Throwable {
    composer.mood(Mood.HANGS_UP);
    user.compose(Examples.read("compose.request.debian-13.json"));

    sweepLater();

    assertThat(value("SELECT state || attempts FROM compose_requests")).isEqualTo("REQUESTED1");
  }

  @Test
  void after_a_day_a_request_is_given_up() throws Throwable {
    crashed();
    execute("SET created_at = created_at - interval '2 days'");
    double before = lost();

    sweepLater();

    assertThat(lost()).isEqualTo(before + 1);
    assertThat(composer.posted()).isEmpty();
    assertThat(value("SELECT state FROM compose_requests")).isEqualTo("LOST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'\"text\"'", "'7'", "'[]'", TOO_DEEP})
  void a_request_that_cannot_be_read_holds_up_nobody_behind_it(String outgoing) throws Throwable {
    crashed();
    String unreadable = spoilt(outgoing);
    crashed();

    sweepLater();

    assertThat(composer.posted()).hasSize(1);
    assertThat(count("state = 'ACCEPTED'")).isEqualTo("1");
    assertThat(count("state = 'ACCEPTED' AND id = '" + unreadable + "'")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'\"text\"'", "'7'", "'[]'"})
  void a_request_that_says_nothing_is_lost_and_says_why(String outgoing) throws Throwable {
    crashed();
    spoilt(outgoing);

    sweepLater();

    assertThat(value("SELECT state FROM compose_requests")).isEqualTo("LOST");
    assertThat(value("SELECT lost_because FROM compose_requests")).contains("cannot be read");
    assertThat(user.get("/quota").json().path("used").asInt()).isZero();
  }

  @Test
  void a_request_that_may_yet_be_read_is_kept_for_a_day() throws Throwable {
    crashed();
    spoilt(TOO_DEEP);

    sweepLater();

    assertThat(value("SELECT state FROM compose_requests")).isEqualTo("REQUESTED");
    execute("SET created_at = created_at - interval '2 days'");
    sweepLater();
    assertThat(value("SELECT state FROM compose_requests")).isEqualTo("LOST");
  }

  @Test
  void a_batch_falls_with_the_one_that_cannot_be_read() throws Throwable {
    crashed();
    String second = spoilt("'7'");
    crashed();
    UUID batch = UUID.randomUUID();
    execute("SET batch = '" + batch + "', batch_position = 1");
    database()
        .execute(
            "UPDATE compose_requests SET batch_position = 0 WHERE id <> '%s' AND org_id = '%s'"
                .formatted(second, organisation));

    sweepLater();
    sweepLater();

    assertThat(composer.cancels().cancelled()).hasSize(1);
    assertThat(value("SELECT string_agg(state, ',') FROM compose_requests")).isEqualTo("LOST");
  }

  /** Such a body in place of the one that there is; the row's id. */
  private String spoilt(String outgoing) {
    execute(
        "SET outgoing = ("
            + outgoing
            + ")::jsonb, next_attempt_at = next_attempt_at - interval '1 minute'");
    return value("SELECT id FROM compose_requests");
  }

  /** What is left when the program dies between the row and the call. */
  private void crashed() {
    composer.mood(Mood.GOOD);
    user.compose(Examples.read("compose.request.debian-13.json"));
    String outgoing = composer.posted().getFirst().request().toString().replace("'", "''");
    database().execute("DELETE FROM composes WHERE org_id = '" + organisation + "'");
    database()
        .execute(
            "UPDATE compose_requests SET state = 'REQUESTED', job_id = NULL, outgoing = '%s'"
                    .formatted(outgoing)
                + " WHERE state = 'ACCEPTED' AND org_id = '%s'".formatted(organisation));
    composer.reset();
  }

  private String count(String condition) {
    return database()
        .value(
            "SELECT count(*) FROM compose_requests WHERE org_id = '%s' AND %s"
                .formatted(organisation, condition));
  }

  private double lost() {
    return meters.counter("image_builder_crc_lost_requests").count();
  }

  private void sweepLater() throws Throwable {
    execute("SET next_attempt_at = next_attempt_at - interval '1 hour'");
    sweep();
  }

  private void sweep() throws Throwable {
    VertxContextSupport.subscribeAndAwait(sweeper::sweep);
  }

  private void execute(String change) {
    database()
        .execute("UPDATE compose_requests " + change + " WHERE org_id = '" + organisation + "'");
  }

  private String value(String sql) {
    return database().value(sql + " WHERE org_id = '" + organisation + "'");
  }

  private PostgresServer.Database database() {
    return new PostgresServer.Database(java.net.URI.create(address));
  }
}

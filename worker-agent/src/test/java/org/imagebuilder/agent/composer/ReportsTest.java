package org.imagebuilder.agent.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.Mood;
import org.imagebuilder.agent.testing.Servers;
import org.junit.jupiter.api.Test;

class ReportsTest {

  private static final String BASE = "/api/image-builder-worker/v1";

  @Test
  void a_composer_that_never_answers_is_left_in_time() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    HttpServer server = Servers.plain();
    server.createContext(
        "/",
        exchange -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    ComposerConnection connection =
        new ComposerConnection(ComposerSettings.plain(Servers.url(server), BASE));

    assertThatThrownBy(
            () -> connection.call("GET", List.of("status"), null, Duration.ofMillis(200), 100))
        .isInstanceOf(ComposerException.Silent.class)
        .hasMessageContaining(Servers.url(server).toString());
    end.countDown();
    server.stop(0);
  }

  @Test
  void an_answer_that_is_too_long_is_cut_off() throws Exception {
    Mood mood = new Mood();
    mood.turn(Mood.endless(200));
    try (FakeComposer composer = FakeComposer.startOn(Servers.plain(), mood)) {
      ComposerConnection connection =
          new ComposerConnection(ComposerSettings.plain(composer.url(), BASE));

      assertThatThrownBy(
              () -> connection.call("GET", List.of("status"), null, Duration.ofMinutes(1), 5000))
          .isInstanceOf(ComposerException.Away.class)
          .hasMessageContaining("5000");
    }
  }

  @Test
  void only_composers_own_word_ends_a_lease() throws Exception {
    Mood mood = new Mood();
    mood.turn(Mood.status(404, "Not Found"));
    try (FakeComposer composer = FakeComposer.startOn(Servers.plain(), mood)) {
      FakeLease job = composer.offer("shell", null);
      Reports reports = reports(composer.url());

      assertThatThrownBy(() -> reports.heartbeat(composer.leaseOf(job)))
          .isInstanceOf(ComposerException.Away.class);
    }
  }

  @Test
  void a_lease_that_composer_does_not_know_is_lost() throws Exception {
    try (FakeComposer composer = FakeComposer.start()) {
      FakeLease job = composer.offer("shell", null);
      job.answerHeartbeatsWith(FakeLease.Answer.UNKNOWN);

      assertThat(reports(composer.url()).heartbeat(composer.leaseOf(job)))
          .isEqualTo(LeaseState.LOST);
    }
  }

  @Test
  void a_composer_that_cannot_take_jobs_back_is_left_alone() throws Exception {
    Mood mood = new Mood();
    mood.turn(
        Mood.status(404, "{\"id\":\"11\",\"code\":\"IMAGE-BUILDER-WORKER-11\",\"reason\":\"x\"}"));
    try (FakeComposer composer = FakeComposer.startOn(Servers.plain(), mood)) {
      FakeLease job = composer.offer("shell", null);

      reports(composer.url()).handBack(composer.leaseOf(job));

      assertThat(mood.times()).hasSize(1);
    }
  }

  @Test
  void a_lease_that_leads_to_another_server_is_not_taken() throws Exception {
    Mood mood = new Mood();
    mood.turn(
        Mood.status(
            201,
            """
            {"href":"/x","id":"1","kind":"RequestJob","type":"shell","location":"/x/jobs/t",
             "artifact_location":"http://elsewhere.example/jobs/t/artifacts/"}\
            """));
    try (FakeComposer composer = FakeComposer.startOn(Servers.plain(), mood)) {
      assertThatThrownBy(() -> reports(composer.url()).requestJob(List.of("shell"), "w"))
          .isInstanceOf(ComposerException.Away.class)
          .hasMessageContaining("is not composer");
    }
  }

  private static Reports reports(URI url) throws Exception {
    return new Reports(
        new ComposerConnection(ComposerSettings.plain(url, BASE)), "x86_64", List.of());
  }
}

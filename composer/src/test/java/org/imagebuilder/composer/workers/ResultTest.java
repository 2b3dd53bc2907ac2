package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.JobState;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker reports of its job, over HTTP. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class ResultTest {
  @Inject WorkerListener listener;
  @Inject JobQueue queue;
  @Inject QueuedJobs jobs;
  private Agent agent;

  @BeforeEach
  void begin() {
    agent = new Agent(listener.origin());
  }

  @AfterEach
  void end() {
    agent.close();
  }

  @Test
  void a_good_result_ends_the_job_well() {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");

    Answer answer = agent.send("PATCH", location, Results.GOOD);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("kind")).isEqualTo("UpdateJobResponse");
    assertThat(answer.text("href")).isEqualTo(location);
    assertThat(jobs.stateOf(job)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void a_result_with_an_error_ends_the_job_badly() {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");

    assertThat(agent.send("PATCH", location, Results.BAD).status()).isEqualTo(200);
    assertThat(jobs.stateOf(job)).isEqualTo(JobState.FAILED);
  }

  @Test
  void the_same_result_twice_is_taken_twice_and_another_one_is_not() {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");
    agent.send("PATCH", location, Results.GOOD);

    Answer same = agent.send("PATCH", location, Results.GOOD);
    Answer other = agent.send("PATCH", location, Results.BAD);

    assertThat(same.status()).isEqualTo(200);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("id")).isEqualTo("20");
    assertThat(jobs.stateOf(job)).isEqualTo(JobState.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"result\":null}",
        "{\"result\":[]}",
        "{\"result\":\"done\"}",
        "{\"result\":{}}",
        "{\"result\":{\"success\":\"maybe\"}}",
        "{\"result\":",
        ""
      })
  void what_is_no_result_leaves_the_job_as_it_is(String body) {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");

    Answer answer = agent.send("PATCH", location, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.text("id")).isIn("10", "19");
    assertThat(jobs.stateOf(job)).isEqualTo(JobState.RUNNING);
  }

  @Test
  void a_result_with_a_member_of_the_wrong_type_is_told_which() {
    jobs.enqueue(agent);

    Answer answer = agent.send("PATCH", jobs.lease(agent), Results.MISSHAPEN);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("message"))
        .endsWith("result: job_error.id is of the wrong type")
        .doesNotContain("java");
  }

  @Test
  void progress_leaves_the_job_running() {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");

    Answer answer =
        agent.send(
            "PATCH",
            location,
            "{\"partial\":{\"progress\":{\"message\":\"a\",\"done\":1,\"total\":2}}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(jobs.stateOf(job)).isEqualTo(JobState.RUNNING);
    assertThat(QueuedJobs.await(queue.jobsOfPlan(job.value())).getFirst().partial().orElse(""))
        .contains("\"done\":1");
  }

  @Test
  void a_report_needs_its_content_type() {
    Answer answer =
        agent.send("PATCH", jobs.lease(agent), "text/plain", BodyPublishers.ofString(Results.GOOD));

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void a_large_result_is_taken() {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");
    String log = "x".repeat(20 << 20);

    Answer answer =
        agent.send(
            "PATCH",
            location,
            Results.GOOD.replace("\"success\":true,", "\"success\":true,\"log\":\"" + log + "\","));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(jobs.stateOf(job)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void a_result_beyond_the_limit_is_refused() {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");

    Answer answer = agent.send("PATCH", location, "x".repeat((32 << 20) + 1));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text("id")).isEqualTo("21");
    assertThat(jobs.stateOf(job)).isEqualTo(JobState.RUNNING);
  }

  @Test
  void a_result_of_unknown_length_beyond_the_limit_is_refused() {
    byte[] large = new byte[(32 << 20) + 1];

    Answer answer =
        agent.send(
            "PATCH",
            jobs.lease(agent),
            "application/json",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void a_result_that_breaks_off_leaves_the_job_running() throws Exception {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");

    breakOff("PATCH", location, 1_000_000, 10);

    assertThat(agent.get(location).status()).isEqualTo(200);
    assertThat(jobs.stateOf(job)).isEqualTo(JobState.RUNNING);
  }

  private void breakOff(String method, String path, int promised, int sent) throws IOException {
    URI origin = URI.create(listener.origin());
    try (Socket socket = new Socket("localhost", origin.getPort())) {
      String head =
          "%s %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, path, promised);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[sent]);
      socket.getOutputStream().flush();
    }
  }
}

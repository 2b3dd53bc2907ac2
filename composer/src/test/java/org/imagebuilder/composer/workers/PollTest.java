package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.NewInput;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers wait for jobs, over HTTP. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class PollTest {
  @Inject WorkerListener listener;
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
  void a_poll_without_a_job_ends_without_a_body() {
    Answer answer = agent.poll();

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void a_waiting_poll_gets_a_job_that_is_enqueued() throws Exception {
    CompletableFuture<Answer> poll =
        agent.sendLater("POST", Agent.BASE + "/jobs", agent.pollBody());
    JobId job = jobs.enqueue(agent);

    Answer answer = poll.get(20, java.util.concurrent.TimeUnit.SECONDS);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("id")).isEqualTo(job.toString());
    assertThat(answer.text("type")).isEqualTo("debian-image");
    assertThat(answer.text("kind")).isEqualTo("RequestJob");
    assertThat(answer.text("location")).startsWith(Agent.BASE + "/jobs/");
    assertThat(answer.text("artifact_location")).isEqualTo(answer.text("location") + "/artifacts/");
    assertThat(answer.json().path("args").path("targets").isArray()).isTrue();
    assertThat(answer.json().has("dynamic_args")).isFalse();
  }

  @Test
  void results_of_inputs_come_in_their_order_and_as_they_were() {
    String manifest = "{\"manifest\":{\"version\":\"1\",  \"size\":1.50}}";
    JobId first = JobId.random();
    JobId second = JobId.random();
    String inputType = "debian-image:in" + agent.arch;
    jobs.enqueue(
        NewJob.of(first, inputType, "{}"),
        NewJob.of(second, agent.queueType(), "{\"targets\":[]}")
            .withInputs(new NewInput("manifest", first)));
    jobs.finish(agent, inputType, manifest);

    Answer leased = agent.poll();

    assertThat(leased.body()).contains("\"dynamic_args\":[" + manifest.replaceFirst("}$", ","));
  }

  @Test
  void a_poll_that_is_hung_up_on_takes_no_job() throws Exception {
    hangUpWhileWaiting();
    JobId job = jobs.enqueue(agent);

    Answer next = agent.poll();

    assertThat(next.text("id")).isEqualTo(job.toString());
  }

  private void hangUpWhileWaiting() throws Exception {
    byte[] body = agent.pollBody().getBytes(StandardCharsets.UTF_8);
    URI origin = URI.create(listener.origin());
    try (Socket socket = new Socket("localhost", origin.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST %s/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(Agent.BASE, body.length);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
      // The door has read the request when it answers the next one on another connection.
      agent.get(Agent.BASE + "/status");
    }
  }
}

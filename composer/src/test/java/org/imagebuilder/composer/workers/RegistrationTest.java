package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers make themselves known, over HTTP. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RegistrationTest {
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
  void a_worker_registers_and_shows_that_it_is_there() {
    Answer registered =
        agent.send(
            "POST",
            Agent.BASE + "/workers",
            "{\"arch\":\"x86_64\",\"capabilities\":[\"confirms\"]}");
    Answer status =
        agent.send("POST", Agent.BASE + "/workers/" + registered.text("worker_id") + "/status", "");

    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.text("kind")).isEqualTo("WorkerID");
    assertThat(registered.text("id")).isEqualTo(registered.text("worker_id"));
    assertThat(registered.text("href")).isEqualTo(Agent.BASE + "/workers");
    assertThat(status.status()).isEqualTo(200);
    assertThat(status.body()).isEmpty();
  }

  @Test
  void a_restarted_worker_frees_what_it_held() {
    String former =
        agent.send("POST", Agent.BASE + "/workers", "{\"arch\":\"x\"}").text("worker_id");
    JobId job = jobs.enqueue(agent);
    agent.send(
        "POST",
        Agent.BASE + "/jobs",
        agent.pollBody().replace("}", ",\"worker_id\":\"" + former + "\"}"));

    agent.send(
        "POST",
        Agent.BASE + "/workers",
        "{\"arch\":\"x\",\"previous_worker_id\":\"" + former + "\"}");

    assertThat(agent.poll().text("id")).isEqualTo(job.toString());
  }

  @Test
  void a_worker_that_nobody_knows_has_to_register_before_it_polls() {
    Answer answer =
        agent.send(
            "POST",
            Agent.BASE + "/jobs",
            agent.pollBody().replace("}", ",\"worker_id\":\"" + UUID.randomUUID() + "\"}"));

    assertThat(answer.text("id")).isEqualTo("18");
  }
}

package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.JobState;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker keeps its job or gives it back, by its token. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class HeldJobTest {
  private static final String UNKNOWN_TOKEN =
      Agent.BASE + "/jobs/2b3c1f0e-7f0a-4c8e-9f43-6b1f2f0a9d11";

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
  void a_heartbeat_tells_that_the_job_goes_on() {
    String location = jobs.lease(agent);

    Answer answer = agent.get(location);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("canceled").asBoolean(true)).isFalse();
    assertThat(answer.text("kind")).isEqualTo("JobStatus");
    assertThat(answer.text("href")).isEqualTo(location);
    assertThat(location).endsWith(answer.text("id"));
  }

  @Test
  void a_heartbeat_tells_that_the_job_was_cancelled() {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");
    UUID plan = job.value();
    QueuedJobs.await(queue.cancel(plan));

    assertThat(agent.get(location).json().path("canceled").asBoolean()).isTrue();
    assertThat(agent.send("PATCH", location, Results.GOOD).status()).isEqualTo(200);
    assertThat(jobs.stateOf(job)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void tokens_have_to_be_known() {
    assertThat(agent.get(UNKNOWN_TOKEN).text("id")).isEqualTo("5");
    assertThat(agent.send("PATCH", UNKNOWN_TOKEN, Results.GOOD).text("id")).isEqualTo("5");
    assertThat(agent.send("PATCH", UNKNOWN_TOKEN, "{\"partial\":{}}").text("id")).isEqualTo("5");
    assertThat(agent.delete(UNKNOWN_TOKEN).text("id")).isEqualTo("5");
    assertThat(agent.put(UNKNOWN_TOKEN + "/artifacts/a", new byte[1]).text("id")).isEqualTo("5");
  }

  @Test
  void tokens_have_to_be_uuids() {
    String path = Agent.BASE + "/jobs/1-1-1-1-1";

    assertThat(agent.get(path).text("id")).isEqualTo("8");
    assertThat(agent.delete(path).text("id")).isEqualTo("8");
    assertThat(agent.send("PATCH", path, Results.GOOD).text("id")).isEqualTo("7");
    assertThat(agent.put(path + "/artifacts/a", new byte[1]).text("id")).isEqualTo("7");
  }

  @Test
  void a_job_that_is_handed_back_goes_to_the_next_one() {
    JobId job = jobs.enqueue(agent);
    String location = agent.poll().text("location");

    Answer answer = agent.delete(location);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(agent.poll().text("id")).isEqualTo(job.toString());
    assertThat(agent.get(location).status()).isEqualTo(404);
  }
}

package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.JobState;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;
import org.imagebuilder.composer.workers.Agent.Answer;

/** Jobs for a test's agent, put into the queue of the running composer. */
@Singleton
class QueuedJobs {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Database database;
  private final JobQueue queue;

  QueuedJobs(Database database, JobQueue queue) {
    this.database = database;
    this.queue = queue;
  }

  JobId enqueue(Agent agent) {
    JobId job = JobId.random();
    enqueue(NewJob.of(job, agent.queueType(), "{\"targets\":[]}"));
    return job;
  }

  void enqueue(NewJob... jobs) {
    UUID plan = jobs[jobs.length - 1].id().value();
    await(
        database.inTransaction(
            tx -> queue.enqueue(tx, List.of(NewPlan.of(plan, "", "share", List.of(jobs))))));
  }

  /** The location of a job that the agent holds. */
  String lease(Agent agent) {
    return leaseWhole(agent).text("location");
  }

  Answer leaseWhole(Agent agent) {
    enqueue(agent);
    return agent.poll();
  }

  void finish(Agent agent, String queueType, String result) {
    String arch = queueType.substring(queueType.indexOf(':') + 1);
    Answer leased =
        agent.send("POST", Agent.BASE + "/jobs", agent.pollBody().replace(agent.arch, arch));
    // A build's result that also holds what the next job reads.
    String whole =
        Results.GOOD.replace("{\"result\":{", "{\"result\":" + result.replaceFirst("}$", ","));
    assertThat(agent.send("PATCH", leased.text("location"), whole).status()).isEqualTo(200);
  }

  JobState stateOf(JobId job) {
    return JobState.of(
        await(database.run("select state from jobs where id = $1", Tuple.of(job.value())))
            .iterator()
            .next()
            .getString("state"));
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}

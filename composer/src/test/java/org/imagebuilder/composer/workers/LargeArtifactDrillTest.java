package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.IntStream;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.drills.DrillSize;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A file that no memory holds. */
@QuarkusTest
@Tag("drill")
@SuppressWarnings("NullAway.Init")
class LargeArtifactDrillTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final byte[] BLOCK = new byte[MEBIBYTE];

  @Inject WorkerListener listener;
  @Inject Artifacts artifacts;
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
  void a_large_file_passes_through_to_the_disk() {
    int blocks = DrillSize.times(64);
    JobId job = jobs.enqueue(agent);
    Answer leased = agent.poll();

    Answer answer =
        agent.send(
            "PUT",
            leased.text("artifact_location") + "large",
            "application/octet-stream",
            BodyPublishers.ofByteArrays(
                () -> IntStream.range(0, blocks).mapToObj(i -> BLOCK).iterator()));
    agent.send("PATCH", leased.text("location"), Results.GOOD);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    Artifact kept = QueuedJobs.await(artifacts.ofEndedJob(job.value())).getFirst();
    assertThat(kept.size()).isEqualTo((long) blocks * MEBIBYTE);
    QueuedJobs.await(artifacts.discard(kept.token()));
  }
}

package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeaseRequest;
import org.imagebuilder.composer.queue.LeasedJob;

/** Asks for composes and does the workers' part of them, with results out of the examples. */
public final class TestBuilds {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path EXAMPLES =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples", "jobs");

  private final CloudApi api;
  private final JobQueue queue;
  private final Jobs jobs;

  public TestBuilds(URI server, JobQueue queue, Jobs jobs) {
    this.api = new CloudApi(server);
    this.queue = queue;
    this.jobs = jobs;
  }

  /** A Debian compose that waits for its workers. */
  public String debian() {
    return accepted(
        ComposeRequests.aDebianCompose()
            .with("image_request.upload_targets", "[{\"type\": \"local\", \"upload_options\": {}}]")
            .tree());
  }

  /** A CentOS compose that waits for its workers. */
  public String centos() {
    return accepted(ComposeRequests.aCentosCompose().tree());
  }

  public String accepted(ObjectNode request) {
    Answer answer = api.post("/compose", request.toString());
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(201);
    return answer.text("id");
  }

  /** A Debian compose that ended well. */
  public String builtDebian() throws IOException {
    String id = debian();
    finish("debian-manifest", JobType.DEBIAN_MANIFEST, example("debian-manifest.result.json"));
    finish("debian-image:x86_64", JobType.DEBIAN_IMAGE, example("debian-image.result.json"));
    return id;
  }

  /** A CentOS compose that ended well. */
  public String builtCentos() throws IOException {
    return builtCentos(example("osbuild.result.json"));
  }

  /** A CentOS compose that ended with this result of its build. */
  public String builtCentos(String result) throws IOException {
    String id = centos();
    finish("rpm-manifest", JobType.RPM_MANIFEST, example("rpm-manifest.result.json"));
    finish("osbuild:x86_64", JobType.OSBUILD, result);
    return id;
  }

  /** Takes the next job of a type; there has to be one. */
  public LeasedJob lease(String queueType) {
    return queue
        .lease(new LeaseRequest("", Set.of(queueType), Optional.<UUID>empty(), false, PATIENCE))
        .await()
        .atMost(PATIENCE)
        .orElseThrow();
  }

  /** Takes the next job of a type and ends it. */
  public void finish(String queueType, JobType type, String result) {
    jobs.finish(lease(queueType).lease(), type, result).await().atMost(PATIENCE);
  }

  public static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }
}

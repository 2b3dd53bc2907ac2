package org.imagebuilder.composer.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.imagebuilder.composer.composes.CloudApi;
import org.imagebuilder.composer.composes.TestBuilds;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeasedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker reports of a build that was cancelled meanwhile. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class LateResultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;
  private TestBuilds builds;
  private CloudApi api;

  @BeforeEach
  void begin() {
    database.run("truncate composes, jobs cascade").await().atMost(PATIENCE);
    builds = new TestBuilds(server, queue, jobs);
    api = new CloudApi(server);
  }

  @Test
  void a_result_after_a_cancel_is_read_in_the_logs() throws IOException {
    String id = cancelledWhileItWasBuilt();

    JsonNode log = api.get("/composes/" + id + "/logs").body().at("/image_builds/0");

    assertThat(log.at("/osbuild_output/log").isObject()).isTrue();
    assertThat(log.at("/job_error/id").asInt()).isEqualTo(43);
    assertThat(log.at("/success").asBoolean(true)).isFalse();
  }

  @Test
  void a_good_result_after_a_cancel_makes_no_image_of_it() throws IOException {
    String id = cancelledWhileItWasBuilt();

    JsonNode status = api.get("/composes/" + id).body();

    assertThat(status.at("/status").asText()).isEqualTo("failure");
    assertThat(status.at("/image_status/error/id").asInt()).isEqualTo(43);
    assertThat(api.get("/composes/" + id + "/metadata").body().has("packages")).isFalse();
  }

  private String cancelledWhileItWasBuilt() throws IOException {
    String id = builds.centos();
    builds.finish(
        "rpm-manifest", JobType.RPM_MANIFEST, TestBuilds.example("rpm-manifest.result.json"));
    LeasedJob build = builds.lease("osbuild:x86_64");
    api.post("/composes/" + id + "/cancel", "");
    jobs.finish(build.lease(), JobType.OSBUILD, TestBuilds.example("osbuild.result.json"))
        .await()
        .atMost(PATIENCE);
    return id;
  }
}

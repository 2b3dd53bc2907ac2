package org.imagebuilder.composer.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.composes.TestBuilds;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bills of materials over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class BillsOfMaterialsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;

  private ResultCalls calls;

  @BeforeEach
  void begin() {
    calls = new ResultCalls(server, database, queue, jobs);
    calls.forgetOtherTests();
  }

  @Test
  void bills_of_materials_are_sorted_by_pipeline_and_tell_its_purpose() throws IOException {
    Answer answer = calls.read(calls.builds().builtCentos(), "sboms");

    JsonNode items = answer.body().path("items");
    assertThat(items).hasSize(1);
    assertThat(items.get(0).findValuesAsText("pipeline_name")).containsExactly("build", "os");
    assertThat(items.get(0).findValuesAsText("pipeline_purpose"))
        .containsExactly("buildroot", "image");
    assertThat(items.get(0).get(1).path("sbom"))
        .isEqualTo(
            JSON.readTree(TestBuilds.example("rpm-manifest.result.json"))
                .at("/sbom_docs/os/document"));
    assertThat(items.get(0).get(1).path("sbom_type").asText()).isEqualTo("spdx");
  }

  @Test
  void a_compose_that_has_not_ended_has_no_bills_of_materials() {
    Answer answer = calls.api().get("/composes/" + calls.builds().centos() + "/sboms");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
    assertThat(answer.text("details")).contains("not ended");
  }

  @Test
  void a_debian_image_has_no_bills_of_materials() throws IOException {
    Answer answer = calls.api().get("/composes/" + calls.builds().builtDebian() + "/sboms");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("id")).isEqualTo("15");
  }
}

package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.imagebuilder.agent.uploads.koji.HubStandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KojiInitTest extends KojiJobs {

  KojiInitTest(@TempDir Path work) throws IOException {
    super(work);
  }

  @Test
  void a_build_is_reserved() throws Exception {
    JsonNode result = run("koji-init", args("koji-init"));

    assertThat(result)
        .isEqualTo(
            Json.mapper()
                .createObjectNode()
                .put("build_id", 4242L)
                .put("token", HubStandIn.TOKEN)
                .put("koji_error", ""));
    assertThat(hub.methods).containsExactly("sslLogin", "CGInitBuild", "logout");
    assertThat(hub.complaints()).isEmpty();
  }

  @Test
  void a_build_that_exists_is_error_15_in_kojis_words() throws Exception {
    hub.faults.put("CGInitBuild", List.of("build already exists (id=4240)"));

    JsonNode result = run("koji-init", args("koji-init"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(15);
    assertThat(result.at("/job_error/details").asText()).contains("build already exists");
    assertThat(hub.methods).containsExactly("sslLogin", "CGInitBuild", "logout");
  }

  @Test
  void a_reservation_whose_answer_is_lost_is_not_made_twice() throws Exception {
    hub.lost.add("CGInitBuild");

    JsonNode result = run("koji-init", args("koji-init"));

    assertThat(hub.methods).containsOnlyOnce("CGInitBuild");
    assertThat(result.at("/job_error/id").asInt()).isEqualTo(15);
    assertThat(result.at("/job_error/reason").asText()).contains("guest-image-10-20260821.0");
  }

  @Test
  void a_server_without_an_account_is_error_15() throws Exception {
    JsonNode result =
        run("koji-init", args("koji-init").put("server", "https://koji.example.com/kojihub"));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(15);
    assertThat(result.at("/job_error/reason").asText()).contains("agent.koji");
  }
}

package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.BootcInfoResolveArgs;
import org.imagebuilder.agent.contract.worker.model.BootcInfoResolveResult;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.sources.BootcContainers;
import org.imagebuilder.agent.testing.ContractJson;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.tools.Podman;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootcInfoResolveHandlerTest {

  private static final String PODMAN =
      Path.of("src/test/resources/tools/podman").toAbsolutePath().toString();

  private final Path work;
  private final HandlerHarness harness;
  private List<String> calls = List.of();

  BootcInfoResolveHandlerTest(@TempDir Path work) throws IOException {
    this.work = work;
    harness = HandlerHarness.with(work, new RememberingHandler());
  }

  @AfterEach
  void close() throws IOException {
    harness.close();
  }

  @Test
  void the_example_is_looked_into() throws Exception {
    JsonNode result = result(Examples.job("bootc-info-resolve.args"));

    JsonNode full = result.at("/infos/0");
    assertThat(full.path("image_id").asText()).isEqualTo("4f0e");
    assertThat(full.path("arch").asText()).isEqualTo("amd64");
    assertThat(full.path("default_root_fs").asText()).isEqualTo("xfs");
    assertThat(full.path("size").asLong()).isEqualTo(1987654321);
    JsonNode system = full.path("os_info");
    assertThat(system.at("/OSRelease/VersionID").asText()).isEqualTo("10");
    assertThat(system.at("/OSRelease/IDLike")).hasSize(2);
    assertThat(system.path("UEFIVendor").asText()).isEqualTo("centos");
    assertThat(system.path("SELinuxPolicy").asText()).isEqualTo("targeted");
    assertThat(system.at("/KernelInfo/Version").asText()).isEqualTo("6.12.0-1.x86_64");
    assertThat(system.path("InitrdModules")).hasSize(3);
    assertThat(result.at("/infos/1").has("os_info")).isFalse();
    assertThat(calls).filteredOn(call -> call.startsWith("rm --force")).hasSize(2);
    assertThat(calls).filteredOn(call -> call.startsWith("rmi")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io/example/gone:1,status 125",
    "quay.io/example/escaping:1,os-release has no ID",
    "quay.io/example/with-a-layout:1,disk.yaml",
    "quay.io/example/with-zfs:1,zfs",
    "--privileged,not a reference",
    "Quay.io/UPPER,not a reference",
  })
  void what_cannot_be_used_says_why(String reference, String why) throws Exception {
    JsonNode error = result(args(reference)).path("job_error");

    assertThat(error.path("id").asInt()).isEqualTo(41);
    assertThat(error.path("reason").asText()).contains(reference, why);
  }

  @Test
  void what_podman_said_comes_along() throws Exception {
    JsonNode error = result(args("quay.io/example/gone:1")).path("job_error");

    assertThat(error.path("details").toString()).contains("manifest unknown");
  }

  @Test
  void a_container_that_cannot_be_used_is_removed_all_the_same() throws Exception {
    result(args("quay.io/example/with-zfs:1"));

    assertThat(calls).anyMatch(call -> call.startsWith("rm --force"));
  }

  @Test
  void a_mode_that_is_unknown_is_refused() throws Exception {
    ObjectNode args = args("quay.io/example/os:1");
    ((ObjectNode) args.at("/specs/0")).put("resolve_mode", "some");

    JsonNode error = result(args).path("job_error");

    assertThat(error.path("id").asInt()).isEqualTo(29);
  }

  @Test
  void a_worker_without_podman_says_so() throws Exception {
    try (HandlerHarness without =
        HandlerHarness.with(work.resolve("other"), handler("/nowhere/podman"))) {
      JsonNode error =
          HandlerHarness.result(
                  without.run("bootc-info-resolve", Examples.job("bootc-info-resolve.args")))
              .path("job_error");

      assertThat(error.path("id").asInt()).isEqualTo(17);
    }
  }

  private BootcInfoResolveHandler handler(String podman) {
    return new BootcInfoResolveHandler(
        new BootcContainers(
            new Podman(new ToolRunner(work), podman, Optional.empty(), Duration.ofSeconds(20)),
            true,
            Json.mapper()),
        Duration.ofMinutes(1));
  }

  private JsonNode result(JsonNode args) throws Exception {
    JsonNode result = HandlerHarness.result(harness.run("bootc-info-resolve", args));
    ContractJson.checkResult("bootc-info-resolve", result);
    return result;
  }

  private static ObjectNode args(String reference) throws IOException {
    ObjectNode args = (ObjectNode) Examples.job("bootc-info-resolve.args");
    args.withArray("specs").remove(1);
    ((ObjectNode) args.at("/specs/0")).put("reference", reference);
    return args;
  }

  /** Reads what podman was asked before the job's directory is gone. */
  private final class RememberingHandler
      implements ForwardingHandler<BootcInfoResolveArgs, BootcInfoResolveResult> {

    @Override
    public JobHandler<BootcInfoResolveArgs, BootcInfoResolveResult> inner() {
      return handler(PODMAN);
    }

    @Override
    public JobOutcome<BootcInfoResolveResult> run(BootcInfoResolveArgs args, JobContext context)
        throws JobErrorException, ToolException, IOException, InterruptedException {
      try {
        return inner().run(args, context);
      } finally {
        Path log = context.workspace().file("podman/calls");
        calls = Files.exists(log) ? Files.readAllLines(log) : List.of();
      }
    }
  }
}

package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.jobs.JobErrors;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.jobs.Lane;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.DirectoryUploader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's handlers, as the program puts them together, against the contract. */
class JobHandlersTest {

  private final Assembly assembly;
  private final JobHandlers handlers;

  JobHandlersTest(@TempDir Path work) throws IOException {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(AgentConfig.class)
            .withDefaultValue("agent.cache-directory", work.toString())
            .withDefaultValue("agent.work-directory", work.toString())
            .build();
    assembly = new Assembly(config.getConfigMapping(AgentConfig.class), new ToolRunner(work));
    handlers = assembly.handlers(new DirectoryUploader(work));
  }

  @Test
  void every_type_of_the_contract_has_a_handler() throws IOException {
    assertThat(handlers.types()).containsExactlyElementsOf(new TreeSet<>(typesOfTheContract()));
  }

  @Test
  void every_type_is_announced_to_composer() throws IOException {
    assertThat(assembly.capabilities(handlers))
        .contains("confirms")
        .containsAll(typesOfTheContract());
  }

  @Test
  void manifests_do_not_wait_for_builds() {
    assertThat(handlers.types(Lane.QUICK))
        .containsExactly(
            "container-resolve",
            "debian-manifest",
            "debian-search",
            "depsolve",
            "file-resolve",
            "image-builder-manifest",
            "ostree-resolve",
            "rpm-manifest",
            "search-packages");
    assertThat(handlers.types(Lane.BUILD))
        .containsExactly("bootc-info-resolve", "debian-image", "osbuild");
    assertThat(handlers.types(Lane.CLOUD))
        .containsExactly("aws-ec2-copy", "aws-ec2-share", "koji-finalize", "koji-init");
  }

  @Test
  void every_example_of_args_can_be_read() throws Exception {
    for (String type : handlers.types()) {
      List<String> names = Examples.names(type, "args");
      assertThat(names).as("examples of %s", type).isNotEmpty();
      for (String name : names) {
        assertThat(
                Json.read(
                    Examples.job(name), handlers.argsType(type), JobErrorCode.PARSING_JOB_ARGS))
            .as(name)
            .isNotNull();
      }
    }
  }

  @Test
  void a_member_of_another_shape_is_error_29_and_named_in_every_type() throws Exception {
    for (String type : handlers.types()) {
      int refused = 0;
      ObjectNode args = (ObjectNode) Examples.job(Examples.names(type, "args").getFirst());
      for (String member : args.properties().stream().map(Map.Entry::getKey).toList()) {
        JsonNode other =
            args.get(member).isContainerNode() ? IntNode.valueOf(7) : args.objectNode();
        refused += refusals(type, args.deepCopy().set(member, other), member);
      }
      assertThat(refused).as("members of %s that have a shape", type).isPositive();
    }
  }

  private int refusals(String type, JsonNode args, String member) {
    try {
      Object unused = Json.read(args, handlers.argsType(type), JobErrorCode.PARSING_JOB_ARGS);
      // A member that may be anything, as a manifest.
      return 0;
    } catch (JobErrorException e) {
      assertThat(e.code()).isEqualTo(JobErrorCode.PARSING_JOB_ARGS);
      assertThat(e.details().orElse("").toString()).as(type).contains(member);
      return 1;
    }
  }

  @Test
  void every_type_can_say_that_it_failed() {
    for (String type : handlers.types()) {
      var error = JobErrors.of(JobErrorCode.JOB_PANICKED);

      var result = Json.tree(handlers.failure(type, error).result());

      assertThat(result.at("/job_error/id").asInt()).as(type).isEqualTo(37);
    }
  }

  private static List<String> typesOfTheContract() throws IOException {
    Path contract = Path.of(System.getProperty("contracts", "../src/main/openapi"), "worker.yaml");
    List<String> lines = Files.readAllLines(contract);
    return Stream.of("x-job-types:", "x-older-job-types:")
        .flatMap(
            table ->
                lines.stream()
                    .dropWhile(line -> !line.equals(table))
                    .skip(1)
                    .takeWhile(line -> line.startsWith("  ")))
        .filter(line -> line.matches("  [a-z0-9-]+:"))
        .map(line -> line.strip().replace(":", ""))
        .toList();
  }
}

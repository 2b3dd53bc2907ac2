package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.registries.RegistryLogins;
import org.imagebuilder.agent.sources.ContainerImages;
import org.imagebuilder.agent.testing.ContractJson;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.testing.StandInRegistry;
import org.imagebuilder.agent.testing.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerResolveHandlerTest {

  private static final String LOGIN =
      Base64.getEncoder().encodeToString("robot:secret".getBytes(StandardCharsets.UTF_8));

  private static TestCertificate certificate;

  private final Path work;
  private final Path logins;
  private final StandInRegistry registry;
  private final HandlerHarness harness;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) throws Exception {
    certificate = TestCertificate.in(directory);
  }

  ContainerResolveHandlerTest(@TempDir Path work) throws Exception {
    logins = Files.writeString(work.resolve("auth.json"), "{}");
    this.work = work;
    registry = new StandInRegistry(certificate);
    harness = HandlerHarness.with(work, handler(Duration.ofSeconds(60)));
  }

  private ContainerResolveHandler handler(Duration patience) throws Exception {
    return new ContainerResolveHandler(
        new ContainerImages(
            new HttpCaller(HttpTrust.usual(), HttpProxies.none()),
            new HttpCaller(HttpTrust.of(Optional.empty(), true), HttpProxies.none()),
            new RegistryLogins(Optional.of(logins), Json.mapper()),
            patience,
            Json.mapper()),
        "aarch64");
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    registry.close();
  }

  @Test
  void a_tag_stands_for_the_image_of_the_architecture() throws Exception {
    String other = registry.putImage("for-arm");
    String image = registry.putImage("for-amd");
    String list = registry.putList("1.4", Map.of("amd64", image, "arm64", other));

    JsonNode result = succeeded(args(":1.4"));

    JsonNode spec = result.at("/pipeline_specs/os/0");
    assertThat(spec.path("source").asText()).isEqualTo(registry.name() + "/team/app");
    assertThat(spec.path("name").asText()).isEqualTo("app");
    assertThat(spec.path("digest").asText()).isEqualTo(image);
    assertThat(spec.path("list-digest").asText()).isEqualTo(list);
    assertThat(spec.path("image_id").asText()).isEqualTo(StandInRegistry.CONFIG);
    assertThat(result.path("specs").get(0)).isEqualTo(spec);
    assertThat(registry.faults()).isEmpty();
  }

  @Test
  void an_image_without_a_list_stands_for_itself() throws Exception {
    String image = registry.putImage("latest");

    JsonNode spec = succeeded(args("")).at("/pipeline_specs/os/0");

    assertThat(spec.path("digest").asText()).isEqualTo(image);
    assertThat(spec.has("list-digest")).isFalse();
  }

  @Test
  void a_digest_is_believed_only_when_it_fits() throws Exception {
    String image = registry.putImage("x");
    registry.spoil(image);

    JsonNode error = failed(args("@" + image));

    assertThat(error.path("id").asInt()).isEqualTo(30);
    assertThat(error.path("reason").asText()).contains("something else than the digest says");
  }

  @Test
  void the_workers_login_is_shown_where_it_is_wanted() throws Exception {
    registry.putImage("latest");
    registry.wants(LOGIN);
    Files.writeString(
        logins, "{\"auths\": {\"%s/team\": {\"auth\": \"%s\"}}}".formatted(registry.name(), LOGIN));

    JsonNode result = succeeded(args(""));

    assertThat(result.at("/specs/0/digest").asText()).isNotEmpty();
  }

  @Test
  void a_login_that_is_missing_is_said_so() throws Exception {
    registry.wants(LOGIN);

    JsonNode error = failed(args(""));

    assertThat(error.path("id").asInt()).isEqualTo(30);
    assertThat(error.path("reason").asText()).contains("wants a login, and the worker has none");
  }

  @Test
  void a_file_of_logins_that_is_of_no_use_is_named_and_not_quoted() throws Exception {
    Files.writeString(logins, "secret");

    JsonNode error = failed(args(""));

    assertThat(error.path("id").asInt()).isEqualTo(17);
    assertThat(error.path("reason").asText()).contains("auth.json").doesNotContain("secret");
  }

  @Test
  void an_architecture_that_is_not_there_is_said_with_those_that_are() throws Exception {
    registry.putList("1.4", Map.of("s390x", registry.putImage("for-s390x")));

    JsonNode error = failed(args(":1.4"));

    assertThat(error.path("reason").asText()).contains("amd64", "s390x");
  }

  @Test
  void a_tag_that_is_not_there_is_said_so() throws Exception {
    JsonNode error = failed(args(":gone"));

    assertThat(error.path("id").asInt()).isEqualTo(30);
    assertThat(error.path("reason").asText()).contains(":gone", "does not have it");
  }

  @Test
  void a_registry_that_says_nothing_is_given_up() throws Exception {
    try (HandlerHarness impatient =
        HandlerHarness.with(work.resolve("other"), handler(Duration.ofSeconds(1)))) {
      JsonNode error =
          HandlerHarness.result(impatient.run("container-resolve", args(":silence")))
              .path("job_error");

      assertThat(error.path("id").asInt()).isEqualTo(30);
      assertThat(error.path("reason").asText()).contains("longer than 1 s");
    }
  }

  @Test
  void a_certificate_that_nobody_vouches_for_has_to_be_allowed() throws Exception {
    registry.putImage("latest");
    ObjectNode args = args("");
    ((ObjectNode) args.at("/pipeline_specs/os/0")).put("tls-verify", true);

    JsonNode error = failed(args);

    assertThat(error.path("id").asInt()).isEqualTo(30);
  }

  @Test
  void the_references_may_come_from_the_job_before() throws Exception {
    registry.putImage("latest");
    ObjectNode input = Json.mapper().createObjectNode();
    input.set("container_resolve_job_args", args("").put("arch", ""));

    JsonNode result = succeeded(Examples.job("container-resolve.bootc.args"), input);

    assertThat(result.at("/pipeline_specs/os/0/digest").asText()).isNotEmpty();
  }

  @Test
  void a_job_before_that_failed_is_a_failed_dependency() throws Exception {
    JsonNode error =
        failed(
            Examples.job("container-resolve.bootc.args"), Examples.job("container-resolve.failed"));

    assertThat(error.path("id").asInt()).isEqualTo(26);
    assertThat(error.path("reason").asText()).isEqualTo("BootcPreManifest dependency failed");
  }

  @Test
  void an_input_that_is_not_there_is_said_so() throws Exception {
    JsonNode error = failed(Examples.job("container-resolve.bootc.args"));

    assertThat(error.path("id").asInt()).isEqualTo(7);
  }

  @Test
  void references_here_and_elsewhere_exclude_each_other() throws Exception {
    JsonNode error = failed(args("").put("pre_manifest_dyn_args_idx", 0));

    assertThat(error.path("id").asInt()).isEqualTo(29);
  }

  @Test
  void nothing_to_look_up_is_a_success() throws Exception {
    JsonNode result = succeeded(Json.mapper().createObjectNode().put("arch", "x86_64"));

    assertThat(result).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--privileged", "a b", "HOST/Upper", "host/a/../b", "x/y@sha256:12"})
  void what_is_no_reference_is_refused(String source) throws Exception {
    ObjectNode args = args("");
    ((ObjectNode) args.at("/pipeline_specs/os/0")).put("source", source);

    JsonNode error = failed(args);

    assertThat(error.path("id").asInt()).isEqualTo(30);
    assertThat(error.path("reason").asText()).contains("not a reference");
  }

  private ObjectNode args(String version) throws Exception {
    ObjectNode args = (ObjectNode) Examples.job("container-resolve.args");
    ((ObjectNode) args.at("/pipeline_specs/os/0"))
        .put("source", registry.name() + "/team/app" + version)
        .put("tls-verify", false);
    return args;
  }

  private JsonNode succeeded(JsonNode args, Object... inputs) throws Exception {
    JsonNode result = HandlerHarness.result(harness.run("container-resolve", args, inputs));
    assertThat(result.path("job_error").toString()).isEmpty();
    ContractJson.checkResult("container-resolve", result);
    return result;
  }

  private JsonNode failed(JsonNode args, Object... inputs) throws Exception {
    JsonNode result = HandlerHarness.result(harness.run("container-resolve", args, inputs));
    ContractJson.checkResult("container-resolve", result);
    return result.path("job_error");
  }
}

package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.imagebuilder.agent.testing.ContractJson;
import org.imagebuilder.agent.testing.Examples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageHandlersTest {

  private final Path work;
  private final HandlerHarness harness;

  PackageHandlersTest(@TempDir Path work) throws IOException {
    this.work = work;
    harness = new HandlerHarness(work, "image-builder", Duration.ofSeconds(20));
  }

  @AfterEach
  void close() throws IOException {
    harness.close();
  }

  @Test
  void the_example_of_a_package_set_is_solved() throws Exception {
    JsonNode result = depsolve(example());

    JsonNode vim = result.at("/transactions/os/0/0");
    assertThat(vim.path("name").asText()).isEqualTo("vim-minimal");
    assertThat(vim.path("checksum").asText()).isEqualTo("sha256:ba65");
    assertThat(vim.path("path")).isEqualTo(vim.path("location"));
    assertThat(vim.path("remote_location").asText())
        .isEqualTo("https://cdn.example.com/Packages/vim-minimal.rpm");
    assertThat(vim.at("/provides/0/relationship").asText()).isEqualTo("=");
    assertThat(vim.path("check_gpg").asBoolean()).isTrue();
    assertThat(vim.has("vendor")).isFalse();
    assertThat(result.at("/package_specs/os").findValuesAsText("name"))
        .contains("bash", "vim-minimal");
    assertThat(result.at("/package_specs/os/0/name").asText()).isEqualTo("bash");
    assertThat(result.at("/repo_configs/os/0/id")).isEqualTo(vim.path("repo_id"));
    assertThat(result.at("/modules/os/0/module-file/data/stream").asText()).isEqualTo("20");
    assertThat(result.path("solver").asText()).isEqualTo("dnf");
    assertThat(result.has("sbom_docs")).isFalse();
  }

  @Test
  void the_helper_is_asked_in_its_newer_language() throws Exception {
    depsolve(example());

    JsonNode request = request();
    assertThat(request.path("api_version").asInt()).isEqualTo(2);
    assertThat(request.path("module_platform_id").asText()).isEqualTo("platform:el9");
    assertThat(request.path("cachedir").asText()).endsWith("rpmmd/platform:el9-9-x86_64");
    assertThat(request.path("proxy").asText()).isEqualTo("http://proxy.example.com:3128");
    JsonNode repository = request.at("/arguments/repos/0");
    assertThat(repository.path("gpgkey")).hasSize(1);
    assertThat(repository.path("gpgcheck").asBoolean()).isTrue();
    assertThat(repository.has("sslclientkey")).isFalse();
    JsonNode transaction = request.at("/arguments/transactions/0");
    assertThat(transaction.path("package-specs")).hasSize(3);
    assertThat(transaction.path("module-enable-specs").get(0).asText()).isEqualTo("nodejs:20");
    assertThat(transaction.path("repo-ids").get(0)).isEqualTo(repository.path("id"));
    assertThat(request.at("/arguments/optional-metadata/0").asText()).isEqualTo("filelists");
  }

  @Test
  void a_bill_of_materials_comes_along_when_asked_for() throws Exception {
    JsonNode result = depsolve(example().put("sbom_type", "spdx"));

    assertThat(result.at("/sbom_docs/os/type").asText()).isEqualTo("spdx");
    assertThat(result.at("/sbom_docs/os/document/spdxVersion").asText()).isEqualTo("SPDX-2.3");
  }

  @Test
  void each_pipeline_is_solved_alone_and_its_sets_on_top_of_each_other() throws Exception {
    ObjectNode args = example();
    JsonNode set = args.at("/grouped_package_sets/os/0");
    args.withArray("/grouped_package_sets/os").add(set.deepCopy());
    args.withArray("/grouped_package_sets/build").add(set.deepCopy());

    JsonNode result = depsolve(args);

    assertThat(result.at("/transactions/os")).hasSize(2);
    assertThat(result.at("/transactions/build")).hasSize(1);
    assertThat(requests()).hasSize(2);
  }

  @Test
  void a_helper_that_knows_the_older_language_only_is_asked_in_that() throws Exception {
    JsonNode result = depsolve(with("knows-the-old-language-only"));

    assertThat(request().has("api_version")).isFalse();
    assertThat(request().at("/arguments/repos/0/gpgkeys")).hasSize(1);
    JsonNode vim = result.at("/transactions/os/0/0");
    assertThat(vim.path("location").asText()).isEqualTo("Packages/vim-minimal.rpm");
    assertThat(vim.path("remote_locations").get(0)).isEqualTo(vim.path("remote_location"));
  }

  @Test
  void a_private_repository_is_read_with_the_workers_certificates() throws Exception {
    ObjectNode args = example();
    repository(args).withArray("baseurls").set(0, "https://private.example.com/content/el9");

    JsonNode result = depsolve(args);

    JsonNode asked = request().at("/arguments/repos/0");
    assertThat(asked.path("sslclientkey").asText()).isEqualTo("/keys/client.key");
    assertThat(asked.path("sslclientcert").asText()).isEqualTo("/keys/client.pem");
    assertThat(asked.path("sslcacert").asText()).isEqualTo("/keys/ca.pem");
    assertThat(result.at("/transactions/os/0/0/secrets").asText()).isEqualTo("org.osbuild.mtls");
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-package,21,DNF error occurred: MarkingErrors,missing packages",
    "unsolvable-package,20,DNF error occurred: DepsolveError,nothing provides it",
    "broken-repository,25,DNF error occurred: RepoError,[baseos: https://cdn.example.com/el9/baseos]",
    "bad-key,22,DNF error occurred: GPGKeyReadError,gpgkey",
    "panics,22,DNF error occurred: InternalError,No module named dnf",
    "writes-no-json,22,DNF error occurred: InternalError,something else than JSON",
    "is-killed,23,The package solver ended with status 137,''",
  })
  void what_the_helper_says_becomes_a_numbered_error(
      String name, int number, String reason, String details) throws Exception {
    JsonNode error = failed("depsolve", with(name));

    assertThat(error.path("id").asInt()).isEqualTo(number);
    assertThat(error.path("reason").asText()).isEqualTo(reason);
    assertThat(error.path("details").asText()).contains(details);
  }

  @Test
  void a_repository_that_needs_a_subscription_is_refused_without_one() throws Exception {
    ObjectNode args = example();
    repository(args).put("rhsm", true);

    JsonNode error = failed("depsolve", args);

    assertThat(error.path("id").asInt()).isEqualTo(23);
    assertThat(error.path("reason").asText()).contains("subscription");
  }

  @Test
  void a_subscription_is_handed_on_to_the_helper_and_to_the_manifest() throws Exception {
    Path keys = Files.createDirectories(work.resolve("etc/pki/entitlement"));
    Files.writeString(keys.resolve("42-key.pem"), "");
    ObjectNode args = example();
    repository(args).put("rhsm", true);

    JsonNode result = depsolve(args);

    assertThat(request().at("/arguments/repos/0/rhsm").asBoolean()).isTrue();
    assertThat(request().at("/arguments/repos/0/sslclientcert").asText())
        .isEqualTo(keys.resolve("42.pem").toString());
    assertThat(result.at("/transactions/os/0/0/secrets").asText()).isEqualTo("org.osbuild.rhsm");
    assertThat(result.at("/repo_configs/os/0").has("sslclientkey")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc",
        "ftp://example.com/",
        "https://",
        "https://u:secret@example.com/",
        "no url"
      })
  void an_address_that_is_none_is_refused(String address) throws Exception {
    ObjectNode args = example();
    repository(args).withArray("baseurls").set(0, address);

    JsonNode error = failed("depsolve", args);

    assertThat(error.path("id").asInt()).isEqualTo(39);
    assertThat(error.toString()).doesNotContain("secret");
  }

  @Test
  void a_package_set_without_packages_is_refused() throws Exception {
    ObjectNode args = example();
    args.withArray("/grouped_package_sets/os/0/Include").removeAll();

    JsonNode error = failed("depsolve", args);

    assertThat(error.path("id").asInt()).isEqualTo(29);
    assertThat(error.path("details").asText()).contains("Include");
  }

  @Test
  void a_package_set_that_leaves_out_a_repository_of_the_one_before_is_refused() throws Exception {
    ObjectNode args = example();
    ObjectNode other = (ObjectNode) args.at("/grouped_package_sets/os/0").deepCopy();
    ((ObjectNode) other.at("/Repositories/0")).withArray("baseurls").set(0, "https://b.example/");
    args.withArray("/grouped_package_sets/os").add(other);

    JsonNode error = failed("depsolve", args);

    assertThat(error.path("id").asInt()).isEqualTo(29);
  }

  @Test
  void a_release_that_would_leave_the_cache_is_refused() throws Exception {
    JsonNode error = failed("depsolve", example().put("releasever", "../../etc"));

    assertThat(error.path("id").asInt()).isEqualTo(29);
    assertThat(error.path("details").asText()).contains("releasever");
  }

  @Test
  void found_packages_come_in_order_and_in_the_spelling_of_searches() throws Exception {
    JsonNode result = search(Examples.job("search-packages.args"));

    assertThat(result.at("/packages/0/Name").asText()).isEqualTo("vim-enhanced");
    assertThat(result.at("/packages/1/Name").asText()).isEqualTo("vim-minimal");
    assertThat(result.at("/packages/1/BuildTime").asText()).isEqualTo("2024-09-23T10:30:00Z");
    assertThat(result.at("/packages/1/Checksum/Type").asText()).isEqualTo("sha256");
  }

  @Test
  void the_same_question_is_answered_from_memory_for_a_while() throws Exception {
    search(Examples.job("search-packages.args"));

    JsonNode again = search(Examples.job("search-packages.args"));

    assertThat(again.path("packages")).hasSize(2);
    assertThat(requests()).hasSize(1);
  }

  @Test
  void searching_for_nothing_is_refused() throws Exception {
    ObjectNode args = (ObjectNode) Examples.job("search-packages.args");
    args.withArray("packages").removeAll();

    JsonNode error = failed("search-packages", args);

    assertThat(error.path("id").asInt()).isEqualTo(29);
  }

  private JsonNode depsolve(JsonNode args) throws Exception {
    return succeeded("depsolve", args);
  }

  private JsonNode search(JsonNode args) throws Exception {
    return succeeded("search-packages", args);
  }

  private JsonNode succeeded(String type, JsonNode args) throws Exception {
    JsonNode result = HandlerHarness.result(harness.run(type, args));
    assertThat(result.path("job_error").toString()).isEmpty();
    ContractJson.checkResult(type, result);
    return result;
  }

  private JsonNode failed(String type, JsonNode args) throws Exception {
    JsonNode result = HandlerHarness.result(harness.run(type, args));
    ContractJson.checkResult(type, result);
    return result.path("job_error");
  }

  private JsonNode request() throws IOException {
    return Json.mapper().readTree(requests().getLast());
  }

  private List<String> requests() throws IOException {
    return Files.readAllLines(work.resolve("rpmmd/platform:el9-9-x86_64/requests"));
  }

  private static ObjectNode example() throws IOException {
    return (ObjectNode) Examples.job("depsolve.args");
  }

  private static ObjectNode repository(ObjectNode args) {
    return (ObjectNode) args.at("/grouped_package_sets/os/0/Repositories/0");
  }

  private static ObjectNode with(String name) throws IOException {
    ObjectNode args = example();
    args.withArray("/grouped_package_sets/os/0/Include").set(0, name);
    return args;
  }
}

package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.solver.RepositoryMtls;
import org.imagebuilder.agent.sources.OstreeRefs;
import org.imagebuilder.agent.sources.RemoteFiles;
import org.imagebuilder.agent.sources.RepositoryCallers;
import org.imagebuilder.agent.testing.ContractJson;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.testing.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OSTree refs and small files, from servers that are here. */
class RemoteHandlersTest {

  private static final Duration PAUSE = Duration.ofMillis(1);

  private static TestCertificate certificate;

  private final Path work;
  private final HttpServer server;
  private final HttpServer secure;
  private final HandlerHarness harness;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) throws Exception {
    certificate = TestCertificate.in(directory);
  }

  RemoteHandlersTest(@TempDir Path work) throws Exception {
    this.work = work;
    server = RemoteServers.plain();
    secure = RemoteServers.secure(certificate);
    RepositoryMtls mtls =
        new RepositoryMtls(
            Optional.of(URI.create(RemoteServers.address(secure) + "/private")),
            Optional.of(certificate.pem().toString()),
            Optional.of(certificate.writeKey(work.resolve("client.key")).toString()),
            Optional.of(certificate.pem().toString()),
            Optional.empty());
    RepositoryCallers callers = new RepositoryCallers(mtls, HttpProxies.none(), work);
    RemoteFiles.Limits limits =
        new RemoteFiles.Limits(1000, 1500, Duration.ofSeconds(5), PAUSE, Duration.ofSeconds(20));
    HttpCaller caller = new HttpCaller(HttpTrust.usual(), HttpProxies.none());
    harness =
        HandlerHarness.with(
            work,
            new OstreeResolveHandler(new OstreeRefs(mtls, callers, PAUSE)),
            new FileResolveHandler(new RemoteFiles(caller, limits)));
  }

  @AfterEach
  void close() throws IOException {
    harness.close();
    server.stop(0);
    secure.stop(0);
  }

  @Test
  void a_ref_stands_for_its_commit() throws Exception {
    JsonNode result =
        resolved(ostree(RemoteServers.address(server) + "/repo", "rhel/9/x86_64/edge"));

    JsonNode commit = result.at("/ostree_resolve_result_specs/0");
    assertThat(commit.path("checksum").asText()).isEqualTo(RemoteServers.COMMIT);
    assertThat(commit.path("url").asText()).isEqualTo(RemoteServers.address(server) + "/repo");
    assertThat(commit.path("secrets").asText("missing")).isEmpty();
    assertThat(commit.path("bool").asBoolean(true)).isFalse();
  }

  @Test
  void a_commit_stands_for_itself_and_nobody_is_asked() throws Exception {
    JsonNode result = resolved(ostree("https://nowhere.invalid/repo", RemoteServers.COMMIT));

    assertThat(result.at("/ostree_resolve_result_specs/0/checksum").asText())
        .isEqualTo(RemoteServers.COMMIT);
  }

  @Test
  void the_first_mirror_of_a_list_is_asked() throws Exception {
    JsonNode result =
        resolved(
            ostree(
                "mirrorlist=" + RemoteServers.address(server) + "/mirrors", "rhel/9/x86_64/edge"));

    assertThat(result.at("/ostree_resolve_result_specs/0/checksum").asText())
        .isEqualTo(RemoteServers.COMMIT);
  }

  @Test
  void a_private_repository_sees_the_workers_certificate() throws Exception {
    JsonNode result =
        resolved(ostree(RemoteServers.address(secure) + "/private/repo", "rhel/9/x86_64/edge"));

    assertThat(result.at("/ostree_resolve_result_specs/0/checksum").asText())
        .isEqualTo(RemoteServers.COMMIT);
    assertThat(result.at("/ostree_resolve_result_specs/0/secrets").asText())
        .isEqualTo("org.osbuild.mtls");
  }

  @Test
  void another_repository_does_not_see_it() throws Exception {
    JsonNode error =
        unresolved(ostree(RemoteServers.address(secure) + "/public", "rhel/9/x86_64/edge"));

    assertThat(error.path("id").asInt()).isEqualTo(33);
  }

  @Test
  void a_subscribed_machine_shows_its_identity() throws Exception {
    Path identity = Files.createDirectories(work.resolve("etc/pki/consumer"));
    Files.copy(work.resolve("client.key"), identity.resolve("key.pem"));
    Files.copy(certificate.pem(), identity.resolve("cert.pem"));
    Path authority = Files.createDirectories(work.resolve("etc/rhsm/ca"));
    Files.copy(certificate.pem(), authority.resolve("redhat-uep.pem"));
    ObjectNode args = ostree(RemoteServers.address(secure) + "/public", "rhel/9/x86_64/edge");
    ((ObjectNode) args.at("/ostree_resolve_specs/0")).put("rhsm", true);

    JsonNode commit = resolved(args).at("/ostree_resolve_result_specs/0");

    assertThat(commit.path("secrets").asText()).isEqualTo("org.osbuild.rhsm.consumer");
    assertThat(commit.path("bool").asBoolean()).isTrue();
  }

  @Test
  void a_machine_without_a_subscription_says_so() throws Exception {
    ObjectNode args = ostree(RemoteServers.address(server) + "/repo", "rhel/9/x86_64/edge");
    ((ObjectNode) args.at("/ostree_resolve_specs/0")).put("rhsm", true);

    JsonNode error = unresolved(args);

    assertThat(error.path("id").asInt()).isEqualTo(34);
    assertThat(error.path("details").asText()).contains("subscription");
  }

  @ParameterizedTest
  @CsvSource({
    "/repo,no/such/ref,33,has no ref",
    "/repo,broken,33,checksum of a commit",
    "/repo,failing,33,answers 500",
    "/repo,../../secret,32,not the name",
    "/repo,'',32,not the name",
    "/repo,a b,32,not the name",
  })
  void a_ref_that_cannot_be_resolved_says_why(String path, String ref, int number, String why)
      throws Exception {
    JsonNode error = unresolved(ostree(RemoteServers.address(server) + path, ref));

    assertThat(error.path("id").asInt()).isEqualTo(number);
    assertThat(error.path("details").asText()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "file:///etc",
    "https://user:secret@example.com/repo",
    "mirrorlist=",
    "not a url"
  })
  void an_address_that_is_none_is_refused(String url) throws Exception {
    JsonNode error = unresolved(ostree(url, "rhel/9/x86_64/edge"));

    assertThat(error.path("id").asInt()).isEqualTo(34);
    assertThat(error.toString()).doesNotContain("secret");
  }

  @Test
  void files_come_in_the_order_of_their_addresses() throws Exception {
    JsonNode result =
        HandlerHarness.result(
            harness.run(
                "file-resolve",
                urls(
                    RemoteServers.address(server) + "/moved",
                    RemoteServers.address(server) + "/hello")));

    ContractJson.checkResult("file-resolve", result);
    assertThat(result.path("success").asBoolean()).isTrue();
    assertThat(result.at("/results/0/content").asText()).isEqualTo("aGVsbG8K");
    assertThat(result.at("/results/1/url").asText())
        .isEqualTo(RemoteServers.address(server) + "/hello");
  }

  @ParameterizedTest
  @CsvSource({
    "/gone,answers 404",
    "/failing,answers 500",
    "/endless,longer than 1000 bytes",
    "/circle,without end",
    "/elsewhere,must begin with http",
  })
  void a_file_that_cannot_be_fetched_fails_the_job_and_leaves_the_others(String path, String why)
      throws Exception {
    JsonNode result =
        HandlerHarness.result(
            harness.run(
                "file-resolve",
                urls(
                    RemoteServers.address(server) + "/hello",
                    RemoteServers.address(server) + path)));

    ContractJson.checkResult("file-resolve", result);
    assertThat(result.path("success").asBoolean(true)).isFalse();
    assertThat(result.at("/job_error/id").asInt()).isEqualTo(36);
    assertThat(result.at("/job_error/details/0/reason").asText()).contains(why);
    assertThat(result.at("/results/0/content").asText()).isEqualTo("aGVsbG8K");
    assertThat(result.at("/results/1/target_error/reason").asText()).contains(why);
  }

  @Test
  void files_that_are_too_much_together_are_refused() throws Exception {
    String large = RemoteServers.address(server) + "/large";

    JsonNode result = HandlerHarness.result(harness.run("file-resolve", urls(large, large, large)));

    assertThat(result.at("/job_error/details")).hasSize(2);
  }

  @Test
  void no_files_at_all_are_an_error() throws Exception {
    JsonNode result = HandlerHarness.result(harness.run("file-resolve", urls()));

    assertThat(result.at("/job_error/id").asInt()).isEqualTo(36);
  }

  private JsonNode resolved(JsonNode args) throws Exception {
    JsonNode result = HandlerHarness.result(harness.run("ostree-resolve", args));
    assertThat(result.path("job_error").toString()).isEmpty();
    ContractJson.checkResult("ostree-resolve", result);
    return result;
  }

  private JsonNode unresolved(JsonNode args) throws Exception {
    JsonNode result = HandlerHarness.result(harness.run("ostree-resolve", args));
    ContractJson.checkResult("ostree-resolve", result);
    return result.path("job_error");
  }

  private static ObjectNode ostree(String url, String ref) throws IOException {
    ObjectNode args = (ObjectNode) Examples.job("ostree-resolve.args");
    ((ObjectNode) args.at("/ostree_resolve_specs/0")).put("url", url).put("ref", ref);
    return args;
  }

  private static ObjectNode urls(String... urls) throws IOException {
    ObjectNode args = (ObjectNode) Examples.job("file-resolve.args");
    return args.set("urls", Json.mapper().valueToTree(urls));
  }
}

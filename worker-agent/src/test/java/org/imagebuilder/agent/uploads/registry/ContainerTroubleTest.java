package org.imagebuilder.agent.uploads.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.imagebuilder.agent.contract.worker.model.ContainerTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.LogCapture;
import org.imagebuilder.agent.testing.Servers;
import org.imagebuilder.agent.testing.StandIn;
import org.imagebuilder.agent.testing.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong with a registry, with a target, or with a file. */
class ContainerTroubleTest {

  private static final byte[] LAYER = new byte[200_000];

  static {
    new Random(1).nextBytes(LAYER);
  }

  private final RegistryStandIn registry;
  private final LogCapture log = new LogCapture();
  private final RegistryHarness harness;

  ContainerTroubleTest(@TempDir Path directory) throws Exception {
    registry = new RegistryStandIn();
    harness = new RegistryHarness(directory);
  }

  @AfterEach
  void stop() {
    log.close();
    assertThat(registry.complaints()).isEmpty();
    assertThat(registry.begun).isEmpty();
    assertThat(log.lines()).noneMatch(Canary::isIn);
    registry.close();
  }

  @Test
  void a_lost_connection_costs_only_what_had_not_arrived() throws Exception {
    registry.drop("PUT /v2/team/app/blobs", 1, 150_000);

    upload(image());

    assertThat(registry.blobs).containsEntry(ImageTar.digest(LAYER), LAYER);
    assertThat(registry.ranges).contains("150000-199999");
  }

  @Test
  void a_registry_that_forgot_the_upload_gets_it_from_the_beginning() throws Exception {
    registry.drop("PUT /v2/team/app/blobs", 1, 150_000);
    registry.refuse("GET /v2/team/app/blobs", 1, StandIn.Answer.of(416, ""));

    upload(image());

    assertThat(registry.blobs).containsEntry(ImageTar.digest(LAYER), LAYER);
    assertThat(registry.ranges).doesNotContain("150000-199999");
  }

  @Test
  void a_connection_that_always_breaks_fails_and_leaves_nothing() {
    registry.drop("PUT /v2/team/app/blobs", 100, 10);

    JobErrorException failure = failure(image());

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("broke the connection");
    assertThat(registry.calls().getLast()).startsWith("DELETE /v2/team/app/blobs/uploads/");
  }

  @Test
  void a_busy_registry_is_asked_again() throws Exception {
    registry.refuse("POST /v2", 2, StandIn.Answer.of(503, ""));
    registry.refuse("PUT /v2/team/app/manifests", 2, StandIn.Answer.of(429, ""));

    upload(image());

    assertThat(registry.manifests).containsKey("1");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 403, DENIED, does not allow this login to write to team/app",
    "POST, 404, NAME_UNKNOWN, has no repository team/app and makes none",
    "HEAD, 502, '', is in trouble (502): try again later",
    "manifests, 400, TAG_INVALID, does not take the name",
    "manifests, 400, MANIFEST_INVALID, takes no images of this form",
    "manifests, 405, UNSUPPORTED, takes no images of this form",
    "PUT, 413, '', takes no layer of this size",
    "PUT, 400, DIGEST_INVALID, got something else than was sent",
    "POST, 200, '', does not answer as a container registry does",
    "POST, 202, '', does not answer as a container registry does",
    "manifests, 200, '', does not answer as a container registry does"
  })
  void a_refusal_says_what_to_do(String call, int status, String code, String advice) {
    registry.refuse(
        call,
        100,
        StandIn.Answer.of(
            status, "{\"errors\": [{\"code\": \"%s\", \"message\": \"m\"}]}".formatted(code)));

    JobErrorException failure = failure(image());

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains(advice);
  }

  @Test
  void a_wrong_password_is_said_to_be_one_and_not_repeated() {
    ContainerTargetOptions options = RegistryHarness.options().password("canary-wrong");

    JobErrorException failure = failure(image(), registry.name(), options);

    assertThat(failure.reason())
        .contains("does not let the worker in: check username and password of the target");
    assertThat(registry.calls()).filteredOn(call -> call.contains("/token")).hasSize(1);
  }

  @Test
  void the_workers_login_goes_to_no_other_registry() throws Exception {
    String host = registry.uri().getAuthority();
    harness.own("registry.example.com", "images").logins(host, RegistryStandIn.LOGIN);
    ContainerTargetOptions nobody = new ContainerTargetOptions().tlsVerify(false);

    JobErrorException failure = failure(image(), registry.name(), nobody);

    assertThat(failure.reason()).contains("wants a login: give username and password");
  }

  @ParameterizedTest
  @CsvSource({
    "'Digest realm=\"x\", nonce=\"1\"', does not answer as a container registry does",
    "Who=are-you, cannot be reached"
  })
  void a_server_of_another_kind_is_said_to_be_one(String challenge, String advice)
      throws Exception {
    HttpServer web = Servers.tls(new TestAuthority("web").serverContext(), false);
    web.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            exchange.sendResponseHeaders(401, -1);
          }
        });
    web.start();

    JobErrorException failure =
        failure(image(), Servers.url(web).getAuthority() + "/x", RegistryHarness.options());

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains(advice);
    web.stop(0);
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_not_believed() throws Exception {
    HttpServer stranger = Servers.tls(new TestAuthority("stranger").serverContext(), false);
    stranger.start();
    ContainerTargetOptions options = RegistryHarness.options().tlsVerify(true);

    JobErrorException failure =
        failure(image(), Servers.url(stranger).getAuthority() + "/x", options);

    assertThat(failure.reason()).contains("does not trust the registry", "add its authority");
    stranger.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "app, ops, canary, 17, agent.containers.domain",
    "registry.example.com/App, ops, canary, 2, no name of a container image",
    "registry.example.com/app, ops, '', 2, give both"
  })
  void a_target_that_cannot_be_is_refused_before_any_call(
      String name, String username, String password, int number, String advice) {
    ContainerTargetOptions options =
        new ContainerTargetOptions().username(username).password(password);

    JobErrorException failure = failure(image(), name, options);

    assertThat(failure.code().number()).isEqualTo(number);
    assertThat(failure.reason()).contains(advice);
  }

  @Test
  void a_cancelled_upload_leaves_nothing() throws Exception {
    Throwable[] ended = new Throwable[1];
    Thread thread = Thread.ofVirtual().unstarted(() -> ended[0] = catchThrowable(this::upload));
    registry.atUpload(thread::interrupt);
    thread.start();
    thread.join();

    assertThat(ended[0]).isInstanceOf(InterruptedException.class);
    assertThat(registry.calls().getLast()).startsWith("DELETE /v2/team/app/blobs/uploads/");
  }

  @Test
  void a_file_that_is_no_archive_is_refused_before_any_call() throws Exception {
    Path disk = Files.write(harness.directory.resolve("disk.raw"), LAYER);

    JobErrorException failure = refused(disk);

    assertThat(failure.reason()).contains("disk.raw cannot go to a registry");
    assertThat(failure.details()).contains("it is no tar archive, or is damaged");
  }

  @Test
  void an_archive_of_dockers_kind_is_called_so() throws Exception {
    byte[] tar = ImageTar.tar(Map.of("manifest.json", ImageTar.bytes("[]")));

    JobErrorException failure = refused(Files.write(harness.directory.resolve("d.tar"), tar));

    assertThat(failure.details().orElseThrow().toString()).contains("docker's own kind");
  }

  @Test
  void an_archive_that_lacks_a_layer_or_is_damaged_is_refused_before_any_call() throws Exception {
    Path lacking = image().without(LAYER).writeTo(harness.directory.resolve("lacking.tar"));
    Path whole = image().writeTo(harness.directory.resolve("whole.tar"));
    byte[] half = Files.readAllBytes(whole);
    Path cut =
        Files.write(harness.directory.resolve("cut.tar"), Arrays.copyOf(half, LAYER.length / 2));

    assertThat(refused(lacking).details()).contains("it lacks " + ImageTar.digest(LAYER));
    assertThat(refused(cut).details()).contains("it is cut short");
    assertThat(registry.calls()).isEmpty();
  }

  private JobErrorException refused(Path file) {
    return catchThrowableOfType(
        JobErrorException.class,
        () -> harness.upload(file, registry.name(), RegistryHarness.options()));
  }

  private static ImageTar image() {
    return new ImageTar().image("amd64", LAYER);
  }

  private void upload() throws Exception {
    upload(image());
  }

  private void upload(ImageTar image) throws Exception {
    harness.upload(image, registry.name() + ":1", RegistryHarness.options());
  }

  private JobErrorException failure(ImageTar image) {
    return failure(image, registry.name() + ":1", RegistryHarness.options());
  }

  private JobErrorException failure(ImageTar image, String name, ContainerTargetOptions options) {
    return Canary.missing(
        catchThrowableOfType(JobErrorException.class, () -> harness.upload(image, name, options)));
  }
}

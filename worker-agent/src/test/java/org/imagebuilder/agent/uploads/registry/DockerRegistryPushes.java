package org.imagebuilder.agent.uploads.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.imagebuilder.agent.contract.worker.model.ContainerTargetOptions;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.registries.RegistrySession;
import org.imagebuilder.agent.testing.LogCapture;
import org.imagebuilder.agent.testing.TestAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in a real registry; the profile docker-registry runs it where the program is. */
class DockerRegistryPushes {

  private static final String MANIFESTS =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";

  private static final byte[] LAYER = new byte[20 << 20];
  private static final byte[] OTHER = new byte[1000];

  @TempDir static Path data;
  @TempDir static Path trusted;
  private static DockerRegistry registry;

  private final LogCapture log = new LogCapture();
  private final RegistryHarness harness;

  DockerRegistryPushes(@TempDir Path directory) {
    harness = new RegistryHarness(directory).certificates(trusted);
  }

  @BeforeAll
  static void start() throws Exception {
    new Random(3).nextBytes(LAYER);
    new Random(4).nextBytes(OTHER);
    TestAuthority authority = new TestAuthority("registries");
    authority.writeTo(trusted.resolve("ca.crt"));
    registry = DockerRegistry.start(data, authority);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @AfterEach
  void silent() {
    log.close();
    assertThat(log.lines()).noneMatch(line -> line.contains(registry.password()));
  }

  @Test
  void an_image_can_be_read_back_as_it_was_sent() throws Exception {
    ImageTar image = new ImageTar().image("amd64", LAYER, OTHER);

    Map<String, Object> result = own(registry.name()).upload(image, "app:1", nobody());

    byte[] manifest = read(registry.name(), "/v2/images/app/manifests/1");
    String digest = ImageTar.digest(manifest);
    assertThat(result)
        .isEqualTo(Map.of("url", registry.name() + "/images/app:1", "digest", digest));
    assertThat(manifest).isEqualTo(image.manifest(digest));
    JsonNode tree = Json.mapper().readTree(manifest);
    for (JsonNode layer : tree.path("layers")) {
      String blob = layer.path("digest").asText();
      assertThat(ImageTar.digest(read(registry.name(), "/v2/images/app/blobs/" + blob)))
          .isEqualTo(blob);
    }
    String config = tree.path("config").path("digest").asText();
    assertThat(ImageTar.digest(read(registry.name(), "/v2/images/app/blobs/" + config)))
        .isEqualTo(config);
  }

  @Test
  void a_list_of_images_can_be_read_back() throws Exception {
    ImageTar images = new ImageTar().image("amd64", OTHER).image("arm64", LAYER).list();

    Map<String, Object> result = own(registry.name()).upload(images, "multi:2", nobody());

    byte[] list = read(registry.name(), "/v2/images/multi/manifests/2");
    assertThat(result).containsEntry("digest", ImageTar.digest(list));
    for (JsonNode each : Json.mapper().readTree(list).path("manifests")) {
      String digest = each.path("digest").asText();
      assertThat(read(registry.name(), "/v2/images/multi/manifests/" + digest))
          .isEqualTo(images.manifest(digest));
    }
  }

  @Test
  void a_second_push_changes_nothing_but_the_tag() throws Exception {
    ImageTar image = new ImageTar().image("amd64", LAYER);
    Object first = own(registry.name()).upload(image, "again:1", nobody()).get("digest");

    Object second = own(registry.name()).upload(image, "again:2", nobody()).get("digest");

    assertThat(second).isEqualTo(first);
    assertThat(read(registry.name(), "/v2/images/again/manifests/2"))
        .isEqualTo(read(registry.name(), "/v2/images/again/manifests/1"));
  }

  @Test
  void layers_are_mounted_from_the_base() throws Exception {
    own(registry.name()).upload(new ImageTar().image("amd64", LAYER), "base:1", nobody());
    ImageTar image =
        new ImageTar().madeFrom(registry.name() + "/images/base:1").image("amd64", LAYER, OTHER);

    own(registry.name()).upload(image, "derived:1", nobody());

    String blob = ImageTar.digest(LAYER);
    assertThat(read(registry.name(), "/v2/images/derived/blobs/" + blob)).isEqualTo(LAYER);
  }

  @Test
  void a_connection_that_breaks_halfway_does_not_fail_the_upload() throws Exception {
    byte[] layer = LAYER.clone();
    layer[0]++;
    try (CuttingRelay relay = new CuttingRelay(registry.port(), 10 << 20, 2)) {
      own(relay.name()).upload(new ImageTar().image("amd64", layer), "cut:1", nobody());

      assertThat(relay.cutsLeft()).isZero();
    }
    String blob = ImageTar.digest(layer);
    assertThat(read(registry.name(), "/v2/images/cut/blobs/" + blob)).isEqualTo(layer);
  }

  @Test
  void a_connection_that_always_breaks_fails_the_upload() throws Exception {
    byte[] layer = LAYER.clone();
    layer[1]++;
    try (CuttingRelay relay = new CuttingRelay(registry.port(), 10 << 20, 1000)) {
      RegistryHarness broken = own(relay.name());

      JobErrorException failure =
          catchThrowableOfType(
              JobErrorException.class,
              () -> broken.upload(new ImageTar().image("amd64", layer), "broken:1", nobody()));

      assertThat(failure.reason()).contains("broke the connection");
    }
  }

  @Test
  void a_damaged_layer_is_refused() throws Exception {
    ImageTar image = new ImageTar().image("amd64", LAYER).spoiled(LAYER, new byte[LAYER.length]);
    RegistryHarness own = own(registry.name());

    JobErrorException failure =
        catchThrowableOfType(
            JobErrorException.class, () -> own.upload(image, "damaged:1", nobody()));

    assertThat(failure.reason()).contains("or the image is damaged");
  }

  @Test
  void an_upload_that_was_begun_can_be_cancelled() throws Exception {
    RegistrySettings settings = own(registry.name()).settings();
    Destination destination = Destination.of(settings, nobody(), "cancelled:1");
    RegistrySession session =
        new RegistrySession(
            settings.caller(destination),
            destination.image(),
            destination.login(),
            false,
            List.of(),
            Json.mapper());
    RepositoryGateway repository =
        new RepositoryGateway(
            session,
            destination.image().repository(),
            Optional.empty(),
            HttpRetry.never(),
            new RegistryAdvice(destination, Json.mapper()));
    RepositoryGateway.Begun begun = repository.begin(ImageTar.digest(LAYER)).orElseThrow();

    repository.cancel(begun);

    Path uploads = data.resolve("data/docker/registry/v2/repositories/images/cancelled/_uploads");
    // Empty directories of its own bookkeeping stay.
    try (Stream<Path> left = Files.walk(uploads)) {
      assertThat(left).noneMatch(path -> path.endsWith("data"));
    }
  }

  @Test
  void the_login_of_the_target_is_used_where_it_has_one() throws Exception {
    harness.own(registry.name(), "images");
    ContainerTargetOptions options =
        nobody().username(DockerRegistry.USER).password(registry.password());

    harness.upload(new ImageTar().image("amd64", OTHER), "named:1", options);

    assertThat(read(registry.name(), "/v2/images/named/manifests/1")).isNotEmpty();
  }

  @Test
  void a_wrong_password_is_said_to_be_one() {
    harness.own(registry.name(), "images");
    ContainerTargetOptions options = nobody().username(DockerRegistry.USER).password("wrong");

    assertThat(failure("app:1", options).reason()).contains("does not let the worker in");
  }

  @Test
  void a_missing_login_is_said_to_be_one() {
    harness.own(registry.name(), "images");

    assertThat(failure("app:1", nobody()).reason())
        .contains("wants a login: give agent.containers.auth-file-path");
  }

  @Test
  void a_registry_whose_authority_is_unknown_is_not_talked_to() {
    JobErrorException failure = failure(registry.name() + "/app:1", nobody());

    assertThat(failure.reason()).contains("does not trust the registry");
  }

  @Test
  void a_registry_need_not_be_believed_where_the_target_says_so() throws Exception {
    ContainerTargetOptions options =
        nobody().tlsVerify(false).username(DockerRegistry.USER).password(registry.password());

    harness.upload(
        new ImageTar().image("amd64", OTHER), registry.name() + "/elsewhere/app:1", options);

    assertThat(read(registry.name(), "/v2/elsewhere/app/manifests/1")).isNotEmpty();
  }

  /** By the worker's own login. */
  private RegistryHarness own(String host) throws Exception {
    return harness.own(host, "images").logins(host, registry.login());
  }

  private static ContainerTargetOptions nobody() {
    return new ContainerTargetOptions();
  }

  private JobErrorException failure(String name, ContainerTargetOptions options) {
    return catchThrowableOfType(
        JobErrorException.class,
        () -> harness.upload(new ImageTar().image("amd64", OTHER), name, options));
  }

  private static byte[] read(String host, String path) throws Exception {
    HttpAnswer answer =
        new HttpCaller(HttpTrust.ofDirectory(trusted), HttpProxies.none())
            .send(
                HttpCall.of("GET", URI.create("https://" + host + path))
                    .longestAnswer(LAYER.length + 1)
                    .header("Accept", MANIFESTS)
                    .header("Authorization", "Basic " + registry.login()));
    assertThat(answer.status()).isEqualTo(200);
    return answer.bytes();
  }
}

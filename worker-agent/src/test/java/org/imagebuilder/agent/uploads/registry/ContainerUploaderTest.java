package org.imagebuilder.agent.uploads.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.imagebuilder.agent.contract.worker.model.ContainerTargetOptions;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.LogCapture;
import org.imagebuilder.agent.testing.StandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerUploaderTest {

  private static final byte[] LAYER = random(100_000);
  private static final byte[] OTHER = random(5_000);

  private final RegistryStandIn registry;
  private final LogCapture log = new LogCapture();
  private final RegistryHarness harness;

  ContainerUploaderTest(@TempDir Path directory) throws Exception {
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
  void an_image_arrives_under_its_tag() throws Exception {
    ImageTar image = new ImageTar().image("amd64", LAYER, OTHER);

    Map<String, Object> result = upload(image);

    byte[] manifest = registry.tagged("1");
    assertThat(result)
        .isEqualTo(Map.of("url", registry.name() + ":1", "digest", ImageTar.digest(manifest)));
    assertThat(manifest).isEqualTo(image.manifest(ImageTar.digest(manifest)));
    assertThat(registry.blobs).containsEntry(ImageTar.digest(LAYER), LAYER).hasSize(3);
  }

  @Test
  void what_the_registry_has_is_not_sent_again() throws Exception {
    registry.blobs.put(ImageTar.digest(LAYER), LAYER);

    upload(new ImageTar().image("amd64", LAYER, OTHER));

    assertThat(registry.calls())
        .noneMatch(call -> call.startsWith("PUT") && call.contains(ImageTar.digest(LAYER)));
    assertThat(registry.ranges).hasSize(2);
  }

  @Test
  void a_list_of_images_arrives_with_each_of_them() throws Exception {
    ImageTar images = new ImageTar().image("amd64", LAYER).image("arm64", OTHER).list();

    Map<String, Object> result = upload(images);

    byte[] list = registry.tagged("1");
    assertThat(result).containsEntry("digest", ImageTar.digest(list));
    assertThat(list).isEqualTo(images.manifest(ImageTar.digest(list)));
    assertThat(registry.types.values())
        .filteredOn(type -> type.contains("image.manifest"))
        .hasSize(2);
    assertThat(registry.blobs).containsKeys(ImageTar.digest(LAYER), ImageTar.digest(OTHER));
  }

  @Test
  void several_images_side_by_side_become_a_list() throws Exception {
    ImageTar images = new ImageTar().image("amd64", LAYER).image("arm64", OTHER);

    upload(images);

    byte[] list = registry.tagged("1");
    assertThat(list).isEqualTo(ImageTar.bytes(images.index()));
    assertThat(registry.types.get(ImageTar.digest(list))).contains("image.index");
  }

  @Test
  void layers_of_the_base_come_from_its_repository() throws Exception {
    registry.neighbours.put(ImageTar.digest(LAYER), LAYER);
    String base = registry.uri().getAuthority() + "/" + RegistryStandIn.NEIGHBOUR + ":9";

    upload(new ImageTar().madeFrom(base).image("amd64", LAYER, OTHER));

    assertThat(registry.blobs).containsEntry(ImageTar.digest(LAYER), LAYER);
    assertThat(registry.ranges).hasSize(2);
    assertThat(registry.calls()).anyMatch(call -> call.contains("team%2Fbase%3Apull"));
  }

  @Test
  void a_name_without_a_registry_goes_to_the_workers_own_by_its_own_login() throws Exception {
    String host = registry.uri().getAuthority();
    harness.own(host, "/team/").logins(host, RegistryStandIn.LOGIN);

    Map<String, Object> result =
        harness.upload(new ImageTar().image("amd64", LAYER), "app:7", new ContainerTargetOptions());

    assertThat(result).containsEntry("url", registry.name() + ":7");
    assertThat(registry.manifests).containsKey("7");
  }

  @Test
  void a_login_that_expires_on_the_way_is_renewed() throws Exception {
    registry.refuse("PUT /v2/team/app/blobs", 1, challenge());

    upload(new ImageTar().image("amd64", LAYER, OTHER));

    assertThat(registry.calls()).filteredOn(call -> call.contains("/token")).hasSize(2);
    assertThat(registry.manifests).containsKey("1");
  }

  @Test
  void progress_rises_to_the_sum_of_all() throws Exception {
    upload(new ImageTar().image("amd64", LAYER, OTHER));

    assertThat(harness.progress.sent()).isSorted().last().matches(sum -> sum > 105_000);
    assertThat(harness.progress.steps()).containsExactly("Writing the manifest");
  }

  private StandIn.Answer challenge() {
    return StandIn.Answer.of(401, "{}")
        .with(
            "WWW-Authenticate",
            "Bearer realm=\"%s/token\",service=\"stand-in\"".formatted(registry.uri()));
  }

  private Map<String, Object> upload(ImageTar image) throws Exception {
    return harness.upload(image, registry.name() + ":1", RegistryHarness.options());
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }
}

package org.imagebuilder.agent.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.registries.ImageReference;
import org.imagebuilder.agent.registries.RegistryLogins;

/** Asks registries which image a reference stands for. */
public final class ContainerImages {

  /** How registries call what the contracts call otherwise. */
  private static final Map<String, String> ARCHITECTURES =
      Map.of("x86_64", "amd64", "aarch64", "arm64", "armv7l", "arm", "i686", "386");

  private final HttpCaller verifying;
  private final HttpCaller trusting;
  private final RegistryLogins logins;
  private final Duration patience;
  private final JsonMapper json;

  /**
   * An image.
   *
   * @param reference what it was found by
   * @param imageId digest of its configuration
   * @param digest of its manifest
   * @param listDigest of the list of images that the reference names, if it names one
   */
  public record Found(
      ImageReference reference, String imageId, String digest, Optional<String> listDigest) {}

  /**
   * @param trusting makes calls to registries whose certificates are not to be checked
   * @param patience for one image
   */
  public ContainerImages(
      HttpCaller verifying,
      HttpCaller trusting,
      RegistryLogins logins,
      Duration patience,
      JsonMapper json) {
    this.verifying = verifying;
    this.trusting = trusting;
    this.logins = logins;
    this.patience = patience;
    this.json = json;
  }

  /** The image for an architecture, or job error 30. */
  public Found resolve(String source, String arch, boolean verify)
      throws JobErrorException, InterruptedException {
    ImageReference reference =
        ImageReference.parse(source)
            .orElseThrow(() -> failed(source, "it is not a reference to a container image"));
    Optional<String> login = logins.find(reference);
    Registry registry =
        new Registry(verify ? verifying : trusting, reference, login, !verify, json);
    ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    try {
      return thread
          .submit(() -> find(registry, reference, arch))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed(source, "the registry took longer than %d s".formatted(patience.toSeconds()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failed(source, String.valueOf(failure.getMessage()));
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      thread.shutdownNow();
    }
  }

  private Found find(Registry registry, ImageReference reference, String arch)
      throws IOException, InterruptedException {
    byte[] manifest = registry.manifest(reference.version());
    String digest = digest(manifest);
    if (reference.digest().isPresent() && !reference.digest().get().equals(digest)) {
      throw new IOException("the registry sent something else than the digest says");
    }
    JsonNode tree = tree(manifest);
    if (!tree.path("manifests").isArray()) {
      return new Found(reference, imageId(tree), digest, Optional.empty());
    }
    String chosen = choose(tree.path("manifests"), arch);
    byte[] own = registry.manifest(chosen);
    if (!digest(own).equals(chosen)) {
      throw new IOException("the registry sent something else than its list of images says");
    }
    return new Found(reference, imageId(tree(own)), chosen, Optional.of(digest));
  }

  private static String choose(JsonNode images, String arch) throws IOException {
    String wanted = ARCHITECTURES.getOrDefault(arch, arch);
    StringBuilder others = new StringBuilder();
    for (JsonNode image : images) {
      JsonNode platform = image.path("platform");
      String architecture = platform.path("architecture").asText();
      if (!platform.path("os").asText("linux").equals("linux")) {
        continue;
      }
      String digest = image.path("digest").asText();
      if (architecture.equals(wanted) && digest.matches("sha256:[0-9a-f]{64}")) {
        return digest;
      }
      others.append(others.isEmpty() ? "" : ", ").append(architecture);
    }
    throw new IOException("it has no image for %s, only for %s".formatted(wanted, others));
  }

  private static String imageId(JsonNode manifest) throws IOException {
    String id = manifest.path("config").path("digest").asText();
    if (!id.matches("sha256:[0-9a-f]{64}")) {
      throw new IOException(
          manifest.path("schemaVersion").asInt() == 1
              ? "its manifest is of the first version, which has no image id; push it again"
              : "the registry sent something else than a manifest");
    }
    return id;
  }

  private JsonNode tree(byte[] manifest) throws IOException {
    try {
      return json.readTree(manifest);
    } catch (JsonProcessingException e) {
      throw new IOException("the registry sent something else than a manifest", e);
    }
  }

  private static String digest(byte[] content) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return "sha256:" + HexFormat.of().formatHex(sha256.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JobErrorException failed(String source, String why) {
    return new JobErrorException(
        JobErrorCode.CONTAINER_RESOLUTION,
        "The container %s cannot be resolved: %s".formatted(source, why));
  }
}

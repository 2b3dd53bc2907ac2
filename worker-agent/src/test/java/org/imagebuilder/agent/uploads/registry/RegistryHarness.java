package org.imagebuilder.agent.uploads.registry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.ContainerTargetOptions;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.registries.RegistryLogins;
import org.imagebuilder.agent.testing.ProgressRecord;
import org.imagebuilder.agent.uploads.Upload;

/** The uploader of a worker, before some registry. */
final class RegistryHarness {

  final ProgressRecord progress = new ProgressRecord();
  final Path directory;

  private Optional<String> domain = Optional.empty();
  private Optional<String> prefix = Optional.empty();
  private Optional<Path> certificates = Optional.empty();
  private Optional<Path> logins = Optional.empty();
  private boolean verify;

  RegistryHarness(Path directory) {
    this.directory = directory;
  }

  /** The worker's own registry. */
  RegistryHarness own(String newDomain, String newPrefix) {
    domain = Optional.of(newDomain);
    prefix = Optional.of(newPrefix);
    return this;
  }

  RegistryHarness logins(String registry, String base64) throws IOException {
    logins =
        Optional.of(
            Files.writeString(
                directory.resolve("auth.json"),
                "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(registry, base64)));
    return this;
  }

  RegistryHarness certificates(Path newDirectory) {
    certificates = Optional.of(newDirectory);
    verify = true;
    return this;
  }

  RegistrySettings settings() {
    return new RegistrySettings(
        domain,
        prefix,
        certificates,
        verify,
        new RegistryLogins(logins, Json.mapper()),
        HttpProxies.none(),
        Duration.ofMillis(1));
  }

  Map<String, Object> upload(ImageTar image, String name, ContainerTargetOptions options)
      throws IOException, JobErrorException, InterruptedException {
    return upload(image.writeTo(directory.resolve("container.tar")), name, options);
  }

  Map<String, Object> upload(Path file, String name, ContainerTargetOptions options)
      throws JobErrorException, InterruptedException {
    Lease lease = new Lease("t", URI.create("/"));
    return new ContainerUploader(settings(), Json.mapper())
        .upload(options, new Upload(file, name, "container.tar", lease, progress));
  }

  /** Signs in at the stand-in, which nobody vouches for. */
  static ContainerTargetOptions options() {
    return new ContainerTargetOptions()
        .username("ops")
        .password(RegistryStandIn.PASSWORD)
        .tlsVerify(false);
  }
}

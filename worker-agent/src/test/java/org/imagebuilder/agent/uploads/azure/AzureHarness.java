package org.imagebuilder.agent.uploads.azure;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.AzureImageTargetOptions;
import org.imagebuilder.agent.contract.worker.model.AzureTargetOptions;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.ProgressRecord;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Upload;

/** Both uploaders before some Azure. */
final class AzureHarness {

  static final int RANGE = 4 << 20;
  static final String NAME = "composer-api-1";

  final Path directory;
  final ProgressRecord progress = new ProgressRecord();
  final Path credentials;
  final byte[] content = disk(5);

  AzureHarness(Path directory) throws IOException {
    this.directory = directory;
    this.credentials =
        Files.writeString(
            directory.resolve("azure.toml"),
            "client_id = \"app-1\"\nclient_secret = \"%s\"\n".formatted(AzureStandIn.SECRET));
  }

  /** The middle range is zero, the last one is not whole. */
  private static byte[] disk(int ranges) {
    byte[] disk = new byte[(ranges - 1) * RANGE + 1024];
    Random random = new Random(7);
    for (int range = 0; range < ranges; range++) {
      if (range != ranges / 2) {
        for (int i = range * RANGE; i < Math.min(disk.length, range * RANGE + 4096); i++) {
          disk[i] = (byte) random.nextInt();
        }
      }
    }
    disk[disk.length - 1] = 1;
    return disk;
  }

  static AzureImageTargetOptions imageOptions() {
    AzureImageTargetOptions options = new AzureImageTargetOptions();
    options.setTenantId("tenant-1");
    options.setSubscriptionId("sub-1");
    options.setResourceGroup("images");
    options.setHypervGeneration("V2");
    return options;
  }

  static AzureTargetOptions blobOptions(String account, String key, String container) {
    AzureTargetOptions options = new AzureTargetOptions();
    options.setStorageAccount(account);
    options.setStorageAccessKey(key);
    options.setContainer(container);
    return options;
  }

  AzureSettings settings(AzureEndpoints endpoints, Optional<Path> file) {
    return new AzureSettings(file, 3, endpoints, Duration.ofMillis(1));
  }

  Map<String, Object> image(AzureStandIn azure, AzureImageTargetOptions options)
      throws IOException, JobErrorException, InterruptedException {
    return image(azure, options, Optional.of(credentials));
  }

  Map<String, Object> image(
      AzureStandIn azure, AzureImageTargetOptions options, Optional<Path> file)
      throws IOException, JobErrorException, InterruptedException {
    return new AzureImageUploader(
            settings(azure.endpoints(), file), caller(), InstantSource.system())
        .upload(options, upload());
  }

  Map<String, Object> blob(AzureEndpoints endpoints, AzureTargetOptions options)
      throws IOException, JobErrorException, InterruptedException {
    return new AzureUploader(
            settings(endpoints, Optional.empty()), caller(), InstantSource.system())
        .upload(options, upload());
  }

  Upload upload() throws IOException {
    Path file = Files.write(directory.resolve("disk.vhd"), content);
    return new Upload(file, NAME, "disk.vhd", new Lease("t", URI.create("/")), progress);
  }

  CloudCaller caller() {
    return new CloudCaller(
        new HttpCaller(HttpTrust.usual(), HttpProxies.none()),
        HttpRetry.from(Duration.ofMillis(1)),
        Json.mapper());
  }
}

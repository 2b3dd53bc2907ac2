package org.imagebuilder.agent.uploads.gcp;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.GcpTargetOptions;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.ProgressRecord;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Upload;

/** The uploader before a stand-in for Google. */
final class GcpHarness implements AutoCloseable {

  static final int CHUNK = 512 << 10;
  static final String NAME = "composer-api-1";

  final GoogleStandIn google = new GoogleStandIn();
  final Path directory;
  final ProgressRecord progress = new ProgressRecord();
  final byte[] content = new byte[5 * (256 << 10) + 1234];
  final Map<String, String> environment = new HashMap<>();
  Optional<Path> credentials = Optional.empty();
  URI metadata = google.uri();

  GcpHarness(Path directory) throws IOException {
    this.directory = directory;
    new Random(7).nextBytes(content);
    environment.put("HOME", directory.toString());
  }

  GcpTargetOptions options() {
    GcpTargetOptions options = new GcpTargetOptions();
    options.setRegion("europe-west3");
    options.setOs("rhel-9.6");
    options.setBucket("images");
    options.setObject(NAME + ".tar.gz");
    options.setShareWithAccounts(List.of("user:ops@example.com"));
    options.setCredentials(google.serviceAccount().getBytes(StandardCharsets.UTF_8));
    return options;
  }

  Map<String, Object> upload(GcpTargetOptions options)
      throws IOException, JobErrorException, InterruptedException {
    return upload(options, NAME);
  }

  Map<String, Object> upload(GcpTargetOptions options, String imageName)
      throws IOException, JobErrorException, InterruptedException {
    Path file = Files.write(directory.resolve("image.tar.gz"), content);
    GcpSettings settings =
        new GcpSettings(
            credentials,
            Optional.of("images"),
            google.endpoints(metadata),
            CHUNK,
            Duration.ofMillis(1));
    CloudCaller caller =
        new CloudCaller(
            new HttpCaller(HttpTrust.usual(), HttpProxies.none()),
            HttpRetry.from(Duration.ofMillis(1)),
            Json.mapper());
    return new GcpUploader(settings, environment, caller, Json.mapper(), InstantSource.system())
        .upload(
            options,
            new Upload(file, imageName, "image.tar.gz", new Lease("t", URI.create("/")), progress));
  }

  @Override
  public void close() {
    google.close();
  }
}

package org.imagebuilder.agent.uploads.oci;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.OciTargetOptions;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.ProgressRecord;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Upload;

/** Both uploaders before a stand-in for Oracle's cloud. */
final class OciHarness implements AutoCloseable {

  static final int PART = 10_000;

  final OracleStandIn oracle = new OracleStandIn();
  final ProgressRecord progress = new ProgressRecord();
  final Instant now = Instant.now();
  final byte[] content = new byte[3 * PART + 5];

  /** The worker's credentials. */
  final Path file;

  private final Path directory;

  OciHarness(Path directory) throws IOException {
    this.directory = directory;
    this.file = directory.resolve("oci.toml");
    new Random(7).nextBytes(content);
    credentials(oracle.key.pkcs8());
  }

  void credentials(String key) throws IOException {
    Files.writeString(
        file,
        """
        user = "ocid1.user"
        tenancy = "ocid1.tenancy"
        region = "eu-frankfurt-1"
        fingerprint = "12:34"
        bucket = "images"
        namespace = "ns1"
        compartment = "ocid1.compartment"
        private_key = \"""
        %s\"""
        """
            .formatted(key));
  }

  Map<String, Object> image(OciTargetOptions options)
      throws IOException, JobErrorException, InterruptedException {
    return new OciUploader(settings(), caller(), InstantSource.system()).upload(options, upload());
  }

  Map<String, Object> storage(OciTargetOptions options)
      throws IOException, JobErrorException, InterruptedException {
    return new OciStorageUploader(settings(), caller(), InstantSource.fixed(now))
        .upload(options, upload());
  }

  private OciSettings settings() {
    return new OciSettings(Optional.of(file), oracle.endpoints(), PART, Duration.ofMillis(1));
  }

  private static CloudCaller caller() {
    return new CloudCaller(
        new HttpCaller(HttpTrust.usual(), HttpProxies.none()),
        HttpRetry.from(Duration.ofMillis(1)),
        Json.mapper());
  }

  private Upload upload() throws IOException {
    Path disk = Files.write(directory.resolve("disk.qcow2"), content);
    return new Upload(
        disk, "composer-api-1", "disk.qcow2", new Lease("t", URI.create("/")), progress);
  }

  @Override
  public void close() {
    oracle.close();
  }
}

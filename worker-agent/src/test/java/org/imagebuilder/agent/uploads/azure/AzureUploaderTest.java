package org.imagebuilder.agent.uploads.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.AzureTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.CanaryWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AzureUploaderTest {

  private final AzureStandIn azure = new AzureStandIn();
  @RegisterExtension private final CanaryWatch log = new CanaryWatch();
  private final AzureHarness harness;

  AzureUploaderTest(@TempDir Path directory) throws IOException {
    harness = new AzureHarness(directory);
  }

  @AfterEach
  void stop() {
    assertThat(azure.complaints()).isEmpty();
    azure.close();
  }

  @Test
  void a_disk_becomes_a_page_blob() throws Exception {
    azure.containers.put("disks", true);

    Map<String, Object> result = upload(AzureStandIn.KEY);

    assertThat(result).isEmpty();
    assertThat(azure.blobs.get("/blobs/account1/disks/composer-api-1.vhd"))
        .isEqualTo(harness.content);
  }

  @Test
  void a_container_that_is_not_there_is_named() {
    JobErrorException failure = failure(AzureStandIn.KEY);

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("account1 has no container disks: create it");
  }

  @Test
  void a_wrong_key_is_said_to_be_one_and_not_repeated() {
    azure.containers.put("disks", true);

    JobErrorException failure = failure("Y2FuYXJ5");

    assertThat(failure.reason()).contains("is the key the account's current one");
    assertThat(failure.reason() + failure.details()).doesNotContain("Y2FuYXJ5");
  }

  @Test
  void a_key_that_is_none_is_not_repeated() {
    JobErrorException failure = failure("canary !");

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("not Base64").doesNotContain("canary");
  }

  @Test
  void a_file_that_is_no_disk_is_refused() throws Exception {
    Path file = Files.write(harness.directory.resolve("odd.vhd"), new byte[513]);
    BlobGateway gateway =
        new BlobGateway(
            harness.caller(),
            azure.endpoints(),
            "account1",
            new SharedKey("account1", AzureStandIn.KEY),
            InstantSource.system());

    JobErrorException failure =
        catchThrowableOfType(
            JobErrorException.class,
            () ->
                new PageBlob(gateway, "disks", "odd.vhd", bytes -> {})
                    .write(HttpBody.file(file), 1));

    assertThat(failure.reason()).contains("no multiple of 512 bytes");
    assertThat(azure.calls()).isEmpty();
  }

  private Map<String, Object> upload(String key)
      throws IOException, JobErrorException, InterruptedException {
    AzureTargetOptions options = AzureHarness.blobOptions("account1", key, "disks");
    return harness.blob(azure.endpoints(), options);
  }

  private JobErrorException failure(String key) {
    return Canary.missing(catchThrowableOfType(JobErrorException.class, () -> upload(key)));
  }
}

package org.imagebuilder.agent.uploads.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Page blobs in Azure's own storage server, where npm is; the profile azurite runs it. */
class AzuriteBlobs {

  private static final String KEY =
      Base64.getEncoder()
          .encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));

  @TempDir static Path data;
  private static Azurite azurite;

  private final SharedKey key = new SharedKey(Azurite.ACCOUNT, KEY);
  private final AzureHarness harness;
  private final BlobGateway gateway;

  AzuriteBlobs(@TempDir Path directory) throws Exception {
    harness = new AzureHarness(directory);
    gateway =
        new BlobGateway(
            harness.caller(), azurite.endpoints(), Azurite.ACCOUNT, key, InstantSource.system());
  }

  @BeforeAll
  static void start() throws Exception {
    azurite = Azurite.start(data, KEY);
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  @Test
  void a_disk_arrives_whole_with_its_checksum() throws Exception {
    gateway.createContainer("disks");
    gateway.createContainer("disks");

    harness.blob(azurite.endpoints(), AzureHarness.blobOptions(Azurite.ACCOUNT, KEY, "disks"));

    HttpAnswer answer = send("HEAD", "disks", Map.of());
    assertThat(answer.header("x-ms-blob-type")).contains("PageBlob");
    assertThat(answer.header("content-length")).contains(String.valueOf(harness.content.length));
    assertThat(answer.header("content-md5")).contains(AzureStandIn.md5(harness.content));
  }

  @Test
  void zero_ranges_take_no_space() throws Exception {
    gateway.createContainer("sparse");

    harness.blob(azurite.endpoints(), AzureHarness.blobOptions(Azurite.ACCOUNT, KEY, "sparse"));

    HttpAnswer answer = send("GET", "sparse", Map.of("comp", "pagelist"));
    assertThat(answer.body())
        .contains("<Start>0</Start>", "<Start>12582912</Start>")
        .doesNotContain("<Start>8388608</Start>");
  }

  @Test
  void a_container_that_is_not_there_is_named() {
    JobErrorException failure = failure(KEY, "nowhere");

    assertThat(failure.reason()).contains("no container nowhere");
  }

  @Test
  void a_wrong_key_is_said_to_be_one() {
    JobErrorException failure = failure("Y2FuYXJ5", "disks");

    assertThat(failure.reason()).contains("is the key the account's current one");
  }

  private JobErrorException failure(String withKey, String container) {
    return catchThrowableOfType(
        JobErrorException.class,
        () ->
            harness.blob(
                azurite.endpoints(),
                AzureHarness.blobOptions(Azurite.ACCOUNT, withKey, container)));
  }

  private HttpAnswer send(String method, String container, Map<String, String> query)
      throws Exception {
    URI blob = gateway.uri(container, AzureHarness.NAME + ".vhd");
    String parameters = query.containsKey("comp") ? "?comp=" + query.get("comp") : "";
    Map<String, String> headers =
        key.headers(method, blob, query, Map.of(), 0, InstantSource.system().instant());
    return new HttpCaller(HttpTrust.usual(), HttpProxies.none())
        .send(HttpCall.of(method, URI.create(blob + parameters)).headers(headers));
  }
}

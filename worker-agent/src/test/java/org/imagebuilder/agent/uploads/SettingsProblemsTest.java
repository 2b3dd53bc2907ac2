package org.imagebuilder.agent.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.uploads.azure.AzureEndpoints;
import org.imagebuilder.agent.uploads.azure.AzureImageUploader;
import org.imagebuilder.agent.uploads.azure.AzureSettings;
import org.imagebuilder.agent.uploads.gcp.GcpEndpoints;
import org.imagebuilder.agent.uploads.gcp.GcpSettings;
import org.imagebuilder.agent.uploads.gcp.GcpUploader;
import org.imagebuilder.agent.uploads.oci.OciEndpoints;
import org.imagebuilder.agent.uploads.oci.OciSettings;
import org.imagebuilder.agent.uploads.oci.OciStorageUploader;
import org.imagebuilder.agent.uploads.oci.OciUploader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator got wrong is said before a job needs it. */
class SettingsProblemsTest {

  private static final Duration PAUSE = Duration.ofMillis(1);

  private final Path directory;

  SettingsProblemsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void files_that_are_missing_are_named_once() {
    Path nowhere = directory.resolve("nowhere");

    List<String> problems = problems(Optional.of(nowhere), 1);

    assertThat(problems).hasSize(3).allMatch(problem -> problem.contains(nowhere.toString()));
  }

  @Test
  void a_file_that_cannot_be_used_is_named_without_its_content() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("file"), "private_key = \"canary\"\nclient_secret = \"canary\"\n");

    List<String> problems = problems(Optional.of(file), 1);

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "The file of agent.gcp.credentials: not JSON",
            "The file of agent.azure.credentials has no client_id",
            "private_key holds no private key in PEM");
    assertThat(problems).noneMatch(problem -> problem.contains(Canary.SONG));
  }

  @Test
  void fewer_threads_than_none_are_a_problem() {
    assertThat(problems(Optional.empty(), -1))
        .containsExactly("agent.azure.upload-threads has to be 0 or more: -1");
  }

  @Test
  void nothing_set_is_no_problem() {
    assertThat(problems(Optional.empty(), 1)).isEmpty();
  }

  private static List<String> problems(Optional<Path> credentials, int threads) {
    CloudCaller caller =
        new CloudCaller(
            new HttpCaller(HttpTrust.usual(), HttpProxies.none()),
            HttpRetry.never(),
            Json.mapper());
    InstantSource clock = InstantSource.system();
    AzureSettings azure = new AzureSettings(credentials, threads, AzureEndpoints.PUBLIC, PAUSE);
    OciSettings oci = new OciSettings(credentials, OciEndpoints.ORACLE, 1, PAUSE);
    GcpSettings gcp = new GcpSettings(credentials, Optional.empty(), GcpEndpoints.GOOGLE, 1, PAUSE);
    return new Uploaders(
            List.of(
                new GcpUploader(gcp, Map.of(), caller, Json.mapper(), clock),
                new AzureImageUploader(azure, caller, clock),
                new OciUploader(oci, caller, clock),
                new OciStorageUploader(oci, caller, clock)),
            Json.mapper())
        .problems();
  }
}

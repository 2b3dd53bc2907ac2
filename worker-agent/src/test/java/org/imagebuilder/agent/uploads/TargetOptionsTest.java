package org.imagebuilder.agent.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.uploads.azure.AzureEndpoints;
import org.imagebuilder.agent.uploads.azure.AzureImageUploader;
import org.imagebuilder.agent.uploads.azure.AzureSettings;
import org.imagebuilder.agent.uploads.azure.AzureUploader;
import org.imagebuilder.agent.uploads.gcp.GcpEndpoints;
import org.imagebuilder.agent.uploads.gcp.GcpSettings;
import org.imagebuilder.agent.uploads.gcp.GcpUploader;
import org.imagebuilder.agent.uploads.oci.OciEndpoints;
import org.imagebuilder.agent.uploads.oci.OciSettings;
import org.imagebuilder.agent.uploads.oci.OciStorageUploader;
import org.imagebuilder.agent.uploads.oci.OciUploader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract's examples carry is what uploaders read. */
class TargetOptionsTest {

  static List<Uploader<?>> uploaders() {
    Duration pause = Duration.ofMillis(1);
    CloudCaller caller =
        new CloudCaller(
            new HttpCaller(HttpTrust.usual(), HttpProxies.none()),
            HttpRetry.never(),
            Json.mapper());
    InstantSource clock = InstantSource.system();
    AzureSettings azure = new AzureSettings(Optional.empty(), 1, AzureEndpoints.PUBLIC, pause);
    OciSettings oci = new OciSettings(Optional.empty(), OciEndpoints.ORACLE, 1, pause);
    GcpSettings gcp =
        new GcpSettings(Optional.empty(), Optional.empty(), GcpEndpoints.GOOGLE, 1, pause);
    return List.of(
        new GcpUploader(gcp, Map.of(), caller, Json.mapper(), clock),
        new AzureUploader(azure, caller, clock),
        new AzureImageUploader(azure, caller, clock),
        new OciUploader(oci, caller, clock),
        new OciStorageUploader(oci, caller, clock));
  }

  @ParameterizedTest
  @MethodSource("uploaders")
  void each_member_of_the_example_is_read(Uploader<?> uploader) throws Exception {
    JsonNode options = Examples.target(uploader.target()).path("options");

    Object read = Json.mapper().convertValue(options, uploader.optionsType());

    JsonNode written = Json.mapper().readTree(Json.mapper().writeValueAsString(read));
    assertThat(written.properties()).containsAll(options.properties());
  }
}

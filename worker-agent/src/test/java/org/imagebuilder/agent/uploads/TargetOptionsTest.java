package org.imagebuilder.agent.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.OsbuildArtifact;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.contract.worker.model.TargetResult;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.registries.RegistryLogins;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.azure.AzureEndpoints;
import org.imagebuilder.agent.uploads.azure.AzureImageUploader;
import org.imagebuilder.agent.uploads.azure.AzureSettings;
import org.imagebuilder.agent.uploads.azure.AzureUploader;
import org.imagebuilder.agent.uploads.gcp.GcpEndpoints;
import org.imagebuilder.agent.uploads.gcp.GcpSettings;
import org.imagebuilder.agent.uploads.gcp.GcpUploader;
import org.imagebuilder.agent.uploads.koji.KojiHub;
import org.imagebuilder.agent.uploads.koji.KojiSettings;
import org.imagebuilder.agent.uploads.koji.KojiUploader;
import org.imagebuilder.agent.uploads.oci.OciEndpoints;
import org.imagebuilder.agent.uploads.oci.OciSettings;
import org.imagebuilder.agent.uploads.oci.OciStorageUploader;
import org.imagebuilder.agent.uploads.oci.OciUploader;
import org.imagebuilder.agent.uploads.registry.ContainerUploader;
import org.imagebuilder.agent.uploads.registry.RegistrySettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    KojiHub koji =
        new KojiHub(
            new KojiSettings(Map.of(), "kinit", "curl", pause),
            new ToolRunner(Path.of("target")),
            new HttpCaller(HttpTrust.usual(), HttpProxies.none()));
    return List.of(
        new GcpUploader(gcp, Map.of(), caller, Json.mapper(), clock),
        new AzureUploader(azure, caller, clock),
        new AzureImageUploader(azure, caller, clock),
        new OciUploader(oci, caller, clock),
        new OciStorageUploader(oci, caller, clock),
        new KojiUploader(koji, Json.mapper()),
        new ContainerUploader(registries(), Json.mapper()));
  }

  private static RegistrySettings registries() {
    return new RegistrySettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        new RegistryLogins(Optional.empty(), Json.mapper()),
        HttpProxies.none(),
        Duration.ofMillis(1));
  }

  @ParameterizedTest
  @MethodSource("uploaders")
  void each_member_of_the_example_is_read(Uploader<?> uploader) throws Exception {
    JsonNode options = Examples.target(uploader.target()).path("options");

    Object read = Json.mapper().convertValue(options, uploader.optionsType());

    JsonNode written = Json.mapper().readTree(Json.mapper().writeValueAsString(read));
    assertThat(written.properties()).containsAll(options.properties());
  }

  @ParameterizedTest
  @CsvSource({
    "org.osbuild.gcp, credentials, canary !",
    "org.osbuild.gcp, region,",
    "org.osbuild.azure, storageAccessKey,",
    "org.osbuild.azure.image, tenant_id,"
  })
  void a_member_that_cannot_be_read_is_named_and_not_repeated(
      String target, String member, @Nullable String value, @TempDir Path exports)
      throws Exception {
    ObjectNode example = (ObjectNode) Examples.target(target);
    ((ObjectNode) example.path("options")).put(member, value);
    Target read = Json.mapper().treeToValue(example, Target.class);
    OsbuildArtifact artifact = read.getOsbuildArtifact();
    Files.createDirectories(exports.resolve(artifact.getExportName()));
    Files.createFile(
        exports.resolve(artifact.getExportName()).resolve(artifact.getExportFilename()));

    JobError error = upload(read, exports).getTargetError();

    assertThat(error.getId()).isEqualTo(2);
    assertThat(error.getDetails().toString())
        .startsWith("options." + member + " is missing or has not the form")
        .matches(text -> !Canary.isIn(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "../x", "/etc/passwd", "", "."})
  void a_name_that_no_file_of_the_build_has_is_error_2(String filename, @TempDir Path exports)
      throws Exception {
    ObjectNode example = (ObjectNode) Examples.target("org.osbuild.gcp");
    ((ObjectNode) example.path("osbuild_artifact")).put("export_filename", filename);
    Target read = Json.mapper().treeToValue(example, Target.class);

    JobError error = upload(read, exports).getTargetError();

    assertThat(error.getId()).isEqualTo(2);
  }

  private static TargetResult upload(Target target, Path exports) throws InterruptedException {
    return new Uploaders(uploaders(), Json.mapper())
        .upload(
            List.of(target), exports, new Lease("t", URI.create("/")), Optional.empty(), step -> {})
        .getFirst();
  }
}

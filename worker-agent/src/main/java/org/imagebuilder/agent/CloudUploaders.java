package org.imagebuilder.agent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.registries.RegistryLogins;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Uploader;
import org.imagebuilder.agent.uploads.Uploaders;
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
import org.imagebuilder.agent.uploads.registry.ContainerUploader;
import org.imagebuilder.agent.uploads.registry.RegistrySettings;

/** Makes the uploaders of the clouds and registries that speak JSON, out of the configuration. */
final class CloudUploaders {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long GCP_CHUNK_BYTES = 64L << 20;
  private static final long OCI_PART_BYTES = 64L << 20;
  private static final int AZURE_THREADS = 16;
  private static final String CONNECTIONS = "http.maxConnections";
  private static final int USUAL_CONNECTIONS = 5;

  private CloudUploaders() {}

  static List<Uploader<?>> of(AgentConfig config) {
    Map<String, String> environment = System.getenv();
    JsonMapper json = Json.mapper();
    InstantSource clock = InstantSource.system();
    CloudCaller caller =
        new CloudCaller(
            new HttpCaller(HttpTrust.usual(), HttpProxies.of(environment)),
            HttpRetry.from(PAUSE),
            json);
    GcpSettings gcp =
        new GcpSettings(
            config.gcp().credentials(),
            config.gcp().bucket(),
            GcpEndpoints.GOOGLE,
            GCP_CHUNK_BYTES,
            PAUSE);
    AzureSettings azure =
        new AzureSettings(
            config.azure().credentials(), azureThreads(config), AzureEndpoints.PUBLIC, PAUSE);
    OciSettings oci =
        new OciSettings(config.oci().credentials(), OciEndpoints.ORACLE, OCI_PART_BYTES, PAUSE);
    keepConnections(azure.threads());
    return List.of(
        new GcpUploader(gcp, environment, caller, json, clock),
        new AzureUploader(azure, caller, clock),
        new AzureImageUploader(azure, caller, clock),
        new OciUploader(oci, caller, clock),
        new OciStorageUploader(oci, caller, clock),
        new ContainerUploader(registry(config.containers()), json));
  }

  private static RegistrySettings registry(ContainersSection section) {
    return new RegistrySettings(
        section.domain(),
        section.pathPrefix(),
        section.certPath(),
        section.tlsVerify(),
        new RegistryLogins(section.authFilePath(), Json.mapper()),
        HttpProxies.of(System.getenv()),
        PAUSE);
  }

  /** What is wrong with the settings for one cloud, a sentence each. */
  static List<String> problems(AgentConfig config, String cloud) {
    List<Uploader<?>> its =
        of(config).stream()
            .filter(uploader -> uploader.target().startsWith("org.osbuild." + cloud))
            .toList();
    return new Uploaders(its, Json.mapper()).problems();
  }

  private static int azureThreads(AgentConfig config) {
    int threads = config.azure().uploadThreads();
    return threads == 0 ? AZURE_THREADS : threads;
  }

  /** Java keeps five per host; further threads would greet it anew for each of their pieces. */
  private static void keepConnections(int threads) {
    if (threads > USUAL_CONNECTIONS && System.getProperty(CONNECTIONS) == null) {
      System.setProperty(CONNECTIONS, Integer.toString(threads));
    }
  }
}

package org.imagebuilder.agent.uploads;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.http.Polling;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.registries.RegistryLogins;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.aws.AwsAccount;
import org.imagebuilder.agent.uploads.aws.AwsSettings;
import org.imagebuilder.agent.uploads.aws.AwsUploader;
import org.imagebuilder.agent.uploads.aws.S3Uploader;
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

/** Every target with a secret, all of them at one address, with secrets that can be found again. */
record SecretTargets(URI cloud, Path directory) {

  static final List<String> NAMES =
      List.of(
          "org.osbuild.aws",
          "org.osbuild.aws.s3",
          "org.osbuild.gcp",
          "org.osbuild.azure",
          "org.osbuild.azure.image",
          "org.osbuild.oci",
          "org.osbuild.oci.objectstorage",
          "org.osbuild.container",
          "org.osbuild.koji");

  private static final TestKey KEY = new TestKey();
  private static final String PRINCIPAL = "osbuild/worker@EXAMPLE.COM";
  private static final Path TOOLS = Path.of("src/test/resources/tools").toAbsolutePath();
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final HttpCaller CALLER = new HttpCaller(HttpTrust.usual(), HttpProxies.none());

  String imageName(String target) {
    return target.equals("org.osbuild.container")
        ? cloud.getAuthority() + "/team/app:1"
        : "composer-api-1";
  }

  Map<String, Object> options(String target) {
    Map<String, Object> aws =
        Map.of(
            "region", "eu-central-1",
            "bucket", "images",
            "key", "k",
            "accessKeyID", "AKIDTEST",
            "secretAccessKey", "canary-secret");
    return switch (target) {
      // Not in the next one: a signed URL cannot do without it.
      case "org.osbuild.aws" -> with(aws, "sessionToken", "canary-token");
      case "org.osbuild.aws.s3" -> with(aws, "endpoint", cloud.toString());
      case "org.osbuild.gcp" ->
          Map.of(
              "region", "europe-west3",
              "os", "rhel-9.6",
              "bucket", "images",
              "object", "o",
              "credentials", serviceAccount());
      case "org.osbuild.azure" ->
          // A key that is base64, and can be read.
          Map.of(
              "storageAccount", "account1",
              "storageAccessKey", "canary".repeat(10),
              "container", "images");
      case "org.osbuild.azure.image" ->
          Map.of(
              "tenant_id", "tenant-1",
              "subscription_id", "sub-1",
              "resource_group", "images",
              "location", "westeurope");
      case "org.osbuild.container" ->
          Map.of("username", "ops", "password", "canary-password", "tls_verify", false);
      case "org.osbuild.koji" -> Map.of("server", cloud + "/kojihub", "upload_directory", "cg/dir");
      default ->
          Map.of(
              "user", "ocid1.user",
              "tenancy", "ocid1.tenancy",
              "region", "eu-frankfurt-1",
              "fingerprint", "12:34",
              "private_key", KEY.pkcs8(),
              "bucket", "images",
              "namespace", "ns1",
              "compartment_id", "ocid1.compartment");
    };
  }

  List<Uploader<?>> uploaders() throws IOException {
    CloudCaller caller = new CloudCaller(CALLER, HttpRetry.from(PAUSE), Json.mapper());
    InstantSource clock = InstantSource.system();
    Optional<Path> azureFile =
        Optional.of(
            Files.writeString(
                directory.resolve("azure.toml"),
                "client_id = \"app-1\"\nclient_secret = \"canary-secret\"\n"));
    AzureSettings azure =
        new AzureSettings(azureFile, 2, new AzureEndpoints(cloud, cloud, cloud + "/%s"), PAUSE);
    OciSettings oci =
        new OciSettings(
            Optional.empty(),
            new OciEndpoints(cloud + "/%s", cloud + "/%s", cloud + "/%s/%s"),
            10_000,
            PAUSE);
    GcpSettings gcp =
        new GcpSettings(
            Optional.empty(),
            Optional.empty(),
            new GcpEndpoints(cloud, cloud, cloud.resolve("/token"), cloud),
            1 << 20,
            PAUSE);
    ToolRunner tools = new ToolRunner(directory);
    AwsAccount aws = new AwsAccount(aws(), Map.of(), Json.mapper(), clock);
    return List.of(
        new AwsUploader(aws, tools, "x86_64"),
        new S3Uploader(aws),
        new GcpUploader(gcp, Map.of(), caller, Json.mapper(), clock),
        new AzureUploader(azure, caller, clock),
        new AzureImageUploader(azure, caller, clock),
        new OciUploader(oci, caller, clock),
        new OciStorageUploader(oci, caller, clock),
        new KojiUploader(koji(tools), Json.mapper()),
        new ContainerUploader(registry(), Json.mapper()));
  }

  private AwsSettings aws() {
    AwsSettings.Trust usual = new AwsSettings.Trust(Optional.empty(), false);
    return new AwsSettings(
        new AwsSettings.Endpoints(Optional.of(cloud), Optional.of(cloud)),
        Optional.empty(),
        Optional.empty(),
        new AwsSettings.Keys(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        usual,
        new AwsSettings.GenericStore(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), usual),
        new AwsSettings.Pace(
            5 << 20, PAUSE, new Polling(PAUSE, Duration.ofMillis(5), Duration.ofSeconds(1))));
  }

  private KojiHub koji(ToolRunner tools) throws IOException {
    Path keytab = Files.writeString(directory.resolve("keytab"), "key of " + PRINCIPAL);
    KojiSettings.Account account =
        new KojiSettings.Account(Optional.of(PRINCIPAL), Optional.of(keytab), 1);
    return new KojiHub(
        new KojiSettings(
            Map.of("127.0.0.1", account),
            TOOLS.resolve("kinit").toString(),
            TOOLS.resolve("curl-negotiate").toString(),
            PAUSE),
        tools,
        CALLER);
  }

  private static RegistrySettings registry() {
    return new RegistrySettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        new RegistryLogins(Optional.empty(), Json.mapper()),
        HttpProxies.none(),
        PAUSE);
  }

  private String serviceAccount() {
    String account =
        Json.mapper()
            .createObjectNode()
            .put("type", "service_account")
            .put("project_id", "project-1")
            .put("private_key_id", "key-1")
            .put("private_key", KEY.pkcs8())
            .put("client_email", "ops@example.com")
            .put("token_uri", cloud.resolve("/token").toString())
            .toString();
    return Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> with(Map<String, Object> all, String name, String value) {
    Map<String, Object> more = new HashMap<>(all);
    more.put(name, value);
    return more;
  }
}

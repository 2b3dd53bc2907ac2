package org.imagebuilder.agent.uploads.azure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.AzureImageTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;
import org.jspecify.annotations.Nullable;

/** Makes images in Azure. */
public final class AzureImageUploader implements Uploader<AzureImageTargetOptions> {

  private static final String IMAGES_VERSION = "2023-07-01";
  private static final String GROUP_VERSION = "2021-04-01";
  private static final String CONTAINER = "imagebuilder";
  private static final Pattern IMAGE_NAME =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?");

  private static final AzureGateway.Aim GROUP =
      new AzureGateway.Aim(
          JobErrorCode.INVALID_TARGET_CONFIG,
          "read the resource group",
          "Microsoft.Resources/subscriptions/resourceGroups/read there (role Contributor)");
  private static final AzureGateway.Aim IMAGE =
      new AzureGateway.Aim(
          JobErrorCode.IMPORTING_IMAGE,
          "make an image of the uploaded disk",
          "Microsoft.Compute/images/read, write and delete in the resource group (role"
              + " Contributor)");

  private final AzureSettings settings;
  private final CloudCaller caller;
  private final InstantSource clock;

  public AzureImageUploader(AzureSettings settings, CloudCaller caller, InstantSource clock) {
    this.settings = settings;
    this.caller = caller;
    this.clock = clock;
  }

  @Override
  public String target() {
    return "org.osbuild.azure.image";
  }

  @Override
  public Class<AzureImageTargetOptions> optionsType() {
    return AzureImageTargetOptions.class;
  }

  @Override
  public Optional<String> problem() {
    if (settings.threads() < 1) {
      return Optional.of("agent.azure.upload-threads has to be 0 or more: " + settings.threads());
    }
    try {
      if (settings.credentials().isPresent()) {
        AzureAccess.read(settings.credentials().get());
      }
      return Optional.empty();
    } catch (JobErrorException e) {
      return Optional.of(e.reason());
    }
  }

  @Override
  public Map<String, Object> upload(AzureImageTargetOptions options, Upload upload)
      throws JobErrorException, InterruptedException {
    String name = imageName(upload);
    String generation = generation(options);
    AzureGateway azure = gateway(options);
    Optional<String> named = text(options.getLocation());
    String location =
        named.isPresent()
            ? named.get()
            : azure.get(GROUP, azure.uri("", GROUP_VERSION)).path("location").asText();
    AzureStorage storage = new AzureStorage(azure);
    String account = storage.account(location);
    BlobGateway blobs =
        new BlobGateway(caller, settings.azure(), account, key(account, storage), clock);
    blobs.createContainer(CONTAINER);
    PageBlob blob =
        new PageBlob(blobs, CONTAINER, name + ".vhd", bytes -> upload.progress().sent(bytes));
    blob.write(whole(upload), settings.threads());
    upload.progress().step("Making an image of the disk in Azure");
    create(azure, name, location, generation, blob);
    return Map.of("image_name", name);
  }

  /**
   * The disk stays where it is when there is an image of it, and goes when there is none. An image
   * that was there before is not removed.
   */
  private static void create(
      AzureGateway azure, String name, String location, String generation, PageBlob blob)
      throws JobErrorException, InterruptedException {
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.put("location", location);
    ObjectNode properties = image.putObject("properties").put("hyperVGeneration", generation);
    properties
        .putObject("storageProfile")
        .putObject("osDisk")
        .put("osType", "Linux")
        .put("osState", "Generalized")
        .put("blobUri", blob.uri().toString());
    URI uri =
        azure.uri(
            "/providers/Microsoft.Compute/images/" + CloudCaller.encoded(name), IMAGES_VERSION);
    boolean fresh = false;
    boolean made = false;
    try {
      fresh = !azure.exists(IMAGE, uri);
      azure.put(IMAGE, uri, image);
      made = true;
    } finally {
      if (!made && fresh) {
        CloudCaller.clean("the image " + name, () -> azure.delete(IMAGE, uri));
      }
      if (!made) {
        blob.delete();
      }
    }
  }

  private AzureGateway gateway(AzureImageTargetOptions options) throws JobErrorException {
    if (settings.credentials().isEmpty()) {
      throw new JobErrorException(
          // Odd, but what clients of the predecessor know.
          JobErrorCode.SHARING_TARGET,
          "The worker has no credentials for Azure: set agent.azure.credentials to a TOML file with"
              + " client_id and client_secret");
    }
    AzureTokens tokens =
        new AzureTokens(
            AzureAccess.read(settings.credentials().get()),
            settings.azure(),
            needed(options.getTenantId(), "tenant_id"),
            caller,
            clock);
    return new AzureGateway(
        caller,
        tokens,
        settings.azure().management(),
        needed(options.getSubscriptionId(), "subscription_id"),
        needed(options.getResourceGroup(), "resource_group"),
        settings.pause());
  }

  private static SharedKey key(String account, AzureStorage storage)
      throws JobErrorException, InterruptedException {
    try {
      return new SharedKey(account, storage.key(account));
    } catch (IllegalArgumentException e) {
      throw fault(String.valueOf(e.getMessage()));
    }
  }

  private static String generation(AzureImageTargetOptions options) throws JobErrorException {
    String generation = text(options.getHypervGeneration()).orElse("V1");
    if (!generation.matches("V[12]")) {
      throw fault("hyperv_generation has to be V1 or V2: " + generation);
    }
    return generation;
  }

  private static String imageName(Upload upload) throws JobErrorException {
    if (!IMAGE_NAME.matcher(upload.imageName()).matches()) {
      throw fault(
          "image_name has to be of at most 80 letters, digits, dots, dashes and underscores, and to"
              + " begin with a letter or digit: "
              + upload.imageName());
    }
    return upload.imageName();
  }

  private static HttpBody.Piece whole(Upload upload) throws JobErrorException {
    try {
      return HttpBody.file(upload.file());
    } catch (IOException e) {
      throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, e.toString());
    }
  }

  private static String needed(@Nullable String value, String option) throws JobErrorException {
    return text(value).orElseThrow(() -> fault("The target names no " + option));
  }

  private static JobErrorException fault(String reason) {
    return new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, reason);
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}

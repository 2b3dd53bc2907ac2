package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.GcpTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;
import org.jspecify.annotations.Nullable;

/** Makes images in Google Compute Engine. */
public final class GcpUploader implements Uploader<GcpTargetOptions> {

  private static final Pattern IMAGE_NAME = Pattern.compile("[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?");

  private final GcpSettings settings;
  private final GcpCredentialChain chain;
  private final GcpMetadata metadata;
  private final Optional<String> usualProject;
  private final CloudCaller caller;
  private final JsonMapper json;
  private final InstantSource clock;

  public GcpUploader(
      GcpSettings settings,
      Map<String, String> environment,
      CloudCaller caller,
      JsonMapper json,
      InstantSource clock) {
    this.settings = settings;
    this.chain = new GcpCredentialChain(settings, environment, json);
    this.metadata = new GcpMetadata(settings.google(), json);
    this.usualProject = text(environment.get("GOOGLE_CLOUD_PROJECT"));
    this.caller = caller;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public String target() {
    return "org.osbuild.gcp";
  }

  @Override
  public Class<GcpTargetOptions> optionsType() {
    return GcpTargetOptions.class;
  }

  /** Google's own order is not tried: its files are none of the worker's settings. */
  @Override
  public Optional<String> problem() {
    try {
      if (settings.credentials().isPresent()) {
        chain.find(null);
      }
      return Optional.empty();
    } catch (JobErrorException e) {
      return Optional.of(e.reason());
    }
  }

  @Override
  public Map<String, Object> upload(GcpTargetOptions options, Upload upload)
      throws JobErrorException, InterruptedException {
    String name = imageName(upload);
    String region = needed(options.getRegion(), "region");
    String bucket =
        text(options.getBucket())
            .or(settings::bucket)
            .orElseThrow(
                () ->
                    fault(
                        "The target names no bucket, and the worker's agent.gcp.bucket is empty"));
    String object = needed(options.getObject(), "object");
    HttpBody.Piece file = whole(upload);
    GcpCredentialChain.Found found = chain.find(options.getCredentials());
    GcpGateway google = gateway(found);
    String project = project(found);
    GcpObject stored = new GcpObject(google, settings.google().storage(), bucket, object);
    GcpImages images =
        new GcpImages(google, settings.google().compute(), project, settings.pause());
    images.refuseTaken(name);
    importing(stored, images, file, upload, region, features(options));
    List<String> members = options.getShareWithAccounts();
    if (members != null && !members.isEmpty()) {
      upload.progress().step("Sharing the image");
      share(images, name, members);
    }
    return Map.of("image_name", name, "project_id", project);
  }

  /** The object goes whatever happens. */
  private void importing(
      GcpObject stored,
      GcpImages images,
      HttpBody.Piece file,
      Upload upload,
      String region,
      List<String> features)
      throws JobErrorException, InterruptedException {
    try {
      stored.write(file, upload.imageName(), settings.chunk(), upload.progress()::sent);
      upload.progress().step("Making an image of the file in Compute Engine");
      images.insert(upload.imageName(), stored.source(), region, features);
    } finally {
      stored.delete();
    }
  }

  /** An image that those who asked for it cannot use would only cost. */
  private static void share(GcpImages images, String name, List<String> members)
      throws JobErrorException, InterruptedException {
    boolean shared = false;
    try {
      images.share(name, members);
      shared = true;
    } finally {
      if (!shared) {
        images.delete(name);
      }
    }
  }

  private GcpGateway gateway(GcpCredentialChain.Found found) {
    String account =
        switch (found.credentials()) {
          case GcpCredentials.ServiceAccount own -> "The account " + own.email();
          case GcpCredentials.AuthorizedUser user -> "The account of " + found.origin().name();
          case GcpCredentials.Machine machine -> "The machine's service account";
        };
    return new GcpGateway(caller, new GcpTokens(found, metadata, caller, json, clock), account);
  }

  private String project(GcpCredentialChain.Found found)
      throws JobErrorException, InterruptedException {
    Optional<String> project = found.credentials().project().or(() -> usualProject);
    if (project.isEmpty() && found.credentials() instanceof GcpCredentials.Machine) {
      // Without an account at all, that is what has to be said.
      metadata.token();
      project = metadata.project();
    }
    return project.orElseThrow(
        () -> fault(found.origin().name() + ": no project is named; set GOOGLE_CLOUD_PROJECT"));
  }

  private static List<String> features(GcpTargetOptions options) {
    List<String> named = options.getGuestOsFeatures();
    return named == null || named.isEmpty()
        ? GuestFeatures.of(text(options.getOs()).orElse(""))
        : named;
  }

  private static String imageName(Upload upload) throws JobErrorException {
    if (!IMAGE_NAME.matcher(upload.imageName()).matches()) {
      throw fault(
          "image_name has to begin with a small letter and to be of at most 63 small letters,"
              + " digits and dashes: "
              + upload.imageName());
    }
    return upload.imageName();
  }

  private static HttpBody.Piece whole(Upload upload) throws JobErrorException {
    try {
      HttpBody.Piece file = HttpBody.file(upload.file());
      if (file.length() > 0) {
        return file;
      }
      throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, "The image is empty");
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

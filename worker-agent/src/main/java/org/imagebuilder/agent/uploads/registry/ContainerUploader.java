package org.imagebuilder.agent.uploads.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.ContainerTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.registries.ImageReference;
import org.imagebuilder.agent.registries.RegistrySession;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;

/** Puts container images into a registry. */
public final class ContainerUploader implements Uploader<ContainerTargetOptions> {

  private final RegistrySettings settings;
  private final JsonMapper json;

  public ContainerUploader(RegistrySettings settings, JsonMapper json) {
    this.settings = settings;
    this.json = json;
  }

  @Override
  public String target() {
    return "org.osbuild.container";
  }

  @Override
  public Class<ContainerTargetOptions> optionsType() {
    return ContainerTargetOptions.class;
  }

  @Override
  public Optional<String> problem() {
    return settings.problem();
  }

  @Override
  public Map<String, Object> upload(ContainerTargetOptions options, Upload upload)
      throws JobErrorException, InterruptedException {
    Destination destination = Destination.of(settings, options, upload.imageName());
    ImageArchive archive = ImageArchive.open(upload.file(), json);
    HttpRetry retry = HttpRetry.from(settings.pause());
    RepositoryGateway repository = repository(destination, archive, retry);
    blobs(archive, repository, retry, upload);
    upload.progress().step("Writing the manifest");
    String digest = manifests(archive, repository, destination.image().version());
    return Map.of("url", destination.image().toString(), "digest", digest);
  }

  private static void blobs(
      ImageArchive archive, RepositoryGateway repository, HttpRetry retry, Upload upload)
      throws JobErrorException, InterruptedException {
    long before = 0;
    for (Map.Entry<String, HttpBody.Piece> each : archive.blobs().entrySet()) {
      String digest = each.getKey();
      HttpBody.Piece blob = each.getValue();
      if (!repository.has(digest)) {
        long start = before;
        new BlobUpload(
                repository, retry, digest, blob, sent -> upload.progress().sent(start + sent))
            .send();
      }
      before += blob.length();
      upload.progress().sent(before);
    }
  }

  /** The last of them is the whole, and gets the tag. */
  private static String manifests(ImageArchive archive, RepositoryGateway repository, String tag)
      throws JobErrorException, InterruptedException {
    List<ImageArchive.Manifest> manifests = List.copyOf(archive.manifests().values());
    ImageArchive.Manifest whole = manifests.getLast();
    for (ImageArchive.Manifest each : manifests) {
      repository.put(each, each.equals(whole) ? tag : each.digest());
    }
    return whole.digest();
  }

  private RepositoryGateway repository(
      Destination destination, ImageArchive archive, HttpRetry retry) throws JobErrorException {
    ImageReference image = destination.image();
    Optional<String> neighbour =
        archive
            .base()
            .flatMap(ImageReference::parse)
            .filter(base -> base.registry().equals(image.registry()))
            .map(ImageReference::repository)
            .filter(repository -> !repository.equals(image.repository()));
    List<String> scopes = new ArrayList<>();
    scopes.add("repository:%s:pull,push".formatted(image.repository()));
    neighbour.ifPresent(from -> scopes.add("repository:%s:pull".formatted(from)));
    try {
      RegistrySession session =
          new RegistrySession(
              settings.caller(destination),
              image,
              destination.login(),
              !destination.verify(),
              scopes,
              json);
      RegistryAdvice advice = new RegistryAdvice(destination, json);
      return new RepositoryGateway(session, image.repository(), neighbour, retry, advice);
    } catch (IOException | GeneralSecurityException e) {
      throw new JobErrorException(JobErrorCode.INVALID_CONFIG, RegistrySettings.unusable(e));
    }
  }
}

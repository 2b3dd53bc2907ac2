package org.imagebuilder.composer.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.composes.KnownCompose;
import org.imagebuilder.composer.composes.KnownComposes;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.errors.ErrorMapper;
import org.imagebuilder.composer.errors.ErrorResource;
import org.imagebuilder.composer.errors.UuidConverterProvider;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.TargetResult;
import org.imagebuilder.composer.listeners.FileAnswer;
import org.imagebuilder.composer.tenants.TenantResolver;

/**
 * GET of the image of a compose that was kept here. A route by hand, since files are sent from the
 * disk, in whole or in part, without passing through the program.
 */
@Singleton
final class DownloadRoute {
  private static final String PATH = ErrorResource.BASE + "/composes/:id/download";
  private static final int BEFORE_RESOURCES = -10;

  private final KnownComposes composes;
  private final Artifacts artifacts;
  private final TenantResolver tenants;
  private final ErrorMapper errors;

  DownloadRoute(
      KnownComposes composes, Artifacts artifacts, TenantResolver tenants, ErrorMapper errors) {
    this.composes = composes;
    this.artifacts = artifacts;
    this.tenants = tenants;
    this.errors = errors;
  }

  void install(@Observes Router router) {
    for (Route route : List.of(router.get(PATH), router.head(PATH))) {
      route.order(BEFORE_RESOURCES).handler(this::answer);
    }
  }

  private void answer(RoutingContext request) {
    Uni.createFrom()
        .item(() -> UuidConverterProvider.id(request.pathParam("id")))
        .chain(this::image)
        .subscribe()
        .with(image -> send(request, image), failure -> errors.end(request, failure));
  }

  private void send(RoutingContext request, FileAnswer image) {
    image
        .send(request.request())
        // The caller hung up, or the disk failed: half a file must not look like a whole one.
        .onFailure(broken -> request.request().connection().close());
  }

  private Uni<FileAnswer> image(UUID compose) {
    return composes
        .find(tenants.current(), compose)
        .map(DownloadRoute::upload)
        .chain(name -> find(compose, name))
        .map(
            image ->
                new FileAnswer(
                    artifacts.file(image),
                    compose + "-" + image.name(),
                    image.size(),
                    '"' + image.sha256() + '"'));
  }

  /** The name of the file that the one upload left here. */
  private static String upload(KnownCompose compose) {
    if (Images.areKojis(compose)) {
      throw ErrorCode.INVALID_JOB_TYPE.because("the images of a Koji compose are in Koji");
    }
    JobReport root = compose.root();
    return switch (root.state()) {
      case WAITING, READY, RUNNING, UNKNOWN -> throw unfinished(compose.id());
      case CANCELLED ->
          throw ErrorCode.ARTIFACT_NOT_FOUND.because("the compose was cancelled: " + compose.id());
      case FAILED ->
          throw ErrorCode.ARTIFACT_NOT_FOUND.because("the compose failed: " + compose.id());
      case SUCCEEDED -> only(Optional.ofNullable(root.summary().targetResults()).orElse(List.of()));
    };
  }

  private static String only(List<TargetResult> uploads) {
    if (uploads.size() != 1) {
      throw ErrorCode.SEVERAL_UPLOAD_TARGETS.because(
          "the compose has " + uploads.size() + " uploads");
    }
    TargetResult upload = uploads.getFirst();
    JsonNode path =
        upload.options() == null ? null : upload.options().get("artifact_relative_path");
    if (path != null && path.isTextual()) {
      return path.asText();
    }
    if (upload.osbuildArtifact() == null) {
      throw ErrorCode.ARTIFACT_NOT_FOUND.because("the image was not kept on this server");
    }
    return upload.osbuildArtifact().exportFilename();
  }

  /** The compose's id is that of its root job, which brought the file. */
  private Uni<Artifact> find(UUID compose, String name) {
    return artifacts
        .ofEndedJob(compose)
        .map(
            all ->
                all.stream()
                    .filter(artifact -> artifact.name().value().equals(name))
                    .findFirst()
                    .orElseThrow(() -> missing(name)))
        .call(
            artifact ->
                artifacts
                    .isThere(artifact)
                    .invoke(
                        there -> {
                          if (!there) {
                            throw missing(name);
                          }
                        }));
  }

  private static RuntimeException unfinished(UUID compose) {
    return ErrorCode.ARTIFACT_NOT_FOUND.because(
        "Cannot access artifacts before job is finished: " + compose);
  }

  private static RuntimeException missing(String name) {
    return ErrorCode.ARTIFACT_NOT_FOUND.because("no file " + name + " is kept on this server");
  }
}

package org.imagebuilder.composer.workers;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.ArtifactException;
import org.imagebuilder.composer.artifacts.ArtifactName;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.errors.ErrorMapper;
import org.imagebuilder.composer.queue.Lease;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.jboss.logging.Logger;

/** PUT of a file of a job; streamed to the disk, whatever its length. */
@Singleton
final class ArtifactRoute {
  private static final Logger LOG = Logger.getLogger(ArtifactRoute.class);
  private static final String PATH = "/api/image-builder-worker/v1/jobs/:token/artifacts/:name";

  private final WorkerJobs jobs;
  private final Artifacts artifacts;
  private final WorkerMapper mapper;
  private final TenantResolver tenants;
  private final ErrorMapper errors;

  ArtifactRoute(
      WorkerJobs jobs,
      Artifacts artifacts,
      WorkerMapper mapper,
      TenantResolver tenants,
      ErrorMapper errors) {
    this.jobs = jobs;
    this.artifacts = artifacts;
    this.mapper = mapper;
    this.tenants = tenants;
    this.errors = errors;
  }

  void install(@Observes Router router) {
    router.put(PATH).order(ReportRoute.ORDER).handler(this::take);
  }

  private void take(RoutingContext request) {
    try {
      UUID token = mapper.token(request.pathParam("token"), WorkerErrorCode.MALFORMED_JOB_ID);
      ArtifactName name = name(request.pathParam("name"));
      if (!artifacts.areKept()) {
        throw WorkerErrorCode.ARTIFACTS_NOT_ACCEPTED.asException();
      }
      receive(request, token, name);
    } catch (WorkerException refused) {
      refuse(request, refused);
    }
  }

  private void receive(RoutingContext request, UUID token, ArtifactName name) {
    HttpServerRequest body = request.request();
    // Told only once, and perhaps before anybody reads.
    AtomicBoolean broken = new AtomicBoolean();
    body.exceptionHandler(cause -> broken.set(true));
    jobs.running(new Lease(token, tenants.current().channel().name()))
        .invoke(
            job -> {
              if (broken.get()) {
                throw WorkerErrorCode.BODY_DECODING_ERROR.asException();
              }
            })
        .chain(job -> artifacts.receive(token, job.id().value(), name, body))
        .onFailure(ArtifactException.class)
        .transform(ArtifactRoute::fault)
        .subscribe()
        .with(kept -> confirm(request, kept), failure -> refuse(request, failure));
  }

  private static void confirm(RoutingContext request, Artifact kept) {
    LOG.infof(
        "Artifact kept jobId=%s name=%s size=%d sha256=%s",
        kept.job(), kept.name(), kept.size(), kept.sha256());
    request.response().setStatusCode(200).end();
  }

  private void refuse(RoutingContext request, Throwable failure) {
    // What still comes is read past, or the sender would not hear the answer.
    request.request().resume();
    errors.end(request, failure);
  }

  private static Throwable fault(Throwable failure) {
    return switch (((ArtifactException) failure).fault()) {
      case BEGINNING -> WorkerErrorCode.DISCARDING_ARTIFACT.causedBy(failure);
      case WRITING -> WorkerErrorCode.WRITING_ARTIFACT.causedBy(failure);
      // The sender broke off: it cannot hear an answer, and it is no fault of this machine.
      case READING -> WorkerErrorCode.BODY_DECODING_ERROR.asException();
    };
  }

  private static ArtifactName name(String text) {
    try {
      return new ArtifactName(text);
    } catch (IllegalArgumentException unfit) {
      throw WorkerErrorCode.INVALID_ARTIFACT_NAME.because(String.valueOf(unfit.getMessage()));
    }
  }
}

package org.imagebuilder.composer.workers;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.imagebuilder.composer.artifacts.ArtifactException;
import org.imagebuilder.composer.artifacts.ArtifactName;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.artifacts.Upload;
import org.imagebuilder.composer.artifacts.UploadState;
import org.imagebuilder.composer.errors.ErrorMapper;
import org.imagebuilder.composer.listeners.Expectation;
import org.imagebuilder.composer.queue.Lease;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.jboss.logging.Logger;

/**
 * PUT of a file of a job, in whole or in parts; streamed to the disk, whatever its length. HEAD
 * says where to go on.
 */
@Singleton
final class ArtifactRoute {
  private static final Logger LOG = Logger.getLogger(ArtifactRoute.class);
  private static final String PATH = "/api/image-builder-worker/v1/jobs/:token/artifacts/:name";

  private static final int ACCEPTED = 202;

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
    router.head(PATH).order(ReportRoute.ORDER).handler(this::tell);
  }

  private void take(RoutingContext request) {
    try {
      UUID token = mapper.token(request.pathParam("token"), WorkerErrorCode.MALFORMED_JOB_ID);
      receive(request, token, kept(request), UploadHeaders.of(request.request()));
    } catch (WorkerException refused) {
      refuse(request, refused);
    }
  }

  private void tell(RoutingContext request) {
    try {
      UUID token = mapper.token(request.pathParam("token"), WorkerErrorCode.MALFORMED_JOB_ID);
      ArtifactName name = kept(request);
      jobs.running(lease(token))
          .chain(job -> artifacts.state(token, name))
          .subscribe()
          .with(state -> answer(request, 200, state), failure -> errors.end(request, failure));
    } catch (WorkerException refused) {
      errors.end(request, refused);
    }
  }

  private void receive(
      RoutingContext request, UUID token, ArtifactName name, UploadHeaders headers) {
    HttpServerRequest body = request.request();
    // Told only once, and perhaps before anybody reads.
    AtomicBoolean broken = new AtomicBoolean();
    body.exceptionHandler(cause -> broken.set(true));
    jobs.running(lease(token))
        .invoke(
            job -> {
              if (broken.get()) {
                throw WorkerErrorCode.BODY_DECODING_ERROR.asException();
              }
              // Only now: whoever asked first whether to send has nothing sent in vain until here.
              Expectation.meet(body);
            })
        .map(job -> new Upload(token, job.id().value(), name, headers.part(), headers.sha256()))
        .chain(upload -> artifacts.receive(upload, body).invoke(state -> log(upload, state)))
        .onFailure(ArtifactException.class)
        .transform(failure -> fault(request, (ArtifactException) failure))
        .subscribe()
        .with(state -> confirm(request, state), failure -> refuse(request, failure));
  }

  private Lease lease(UUID token) {
    return new Lease(token, tenants.current().channel().name());
  }

  private static void log(Upload upload, UploadState state) {
    LOG.infof(
        "Artifact kept jobId=%s name=%s size=%d sha256=%s",
        upload.job(), upload.name(), state.offset(), state.sha256().orElse("unfinished"));
  }

  private static void confirm(RoutingContext request, UploadState state) {
    if (state.isComplete()) {
      request.response().setStatusCode(200).end();
    } else {
      answer(request, ACCEPTED, state);
    }
  }

  private static void answer(RoutingContext request, int status, UploadState state) {
    UploadHeaders.tell(request.response(), state);
    request.response().setStatusCode(status).end();
  }

  private void refuse(RoutingContext request, Throwable failure) {
    Expectation.giveUp(request.request());
    if (!Expectation.isUnmet(request.request())) {
      // What still comes is read past, or the sender would not hear the answer.
      request.request().resume();
    }
    errors.end(request, failure);
  }

  private static Throwable fault(RoutingContext request, ArtifactException failure) {
    return switch (failure.fault()) {
      case BEGINNING -> WorkerErrorCode.DISCARDING_ARTIFACT.causedBy(failure);
      case WRITING -> WorkerErrorCode.WRITING_ARTIFACT.causedBy(failure);
      // The sender broke off: it cannot hear an answer, and it is no fault of this machine.
      case READING -> WorkerErrorCode.BODY_DECODING_ERROR.asException();
      case PLACE -> {
        UploadHeaders.tell(request.response(), new UploadState(failure.offset(), Optional.empty()));
        yield WorkerErrorCode.UPLOAD_ELSEWHERE.because(failure.offset() + " bytes are there");
      }
      case LENGTH -> WorkerErrorCode.INVALID_CONTENT.because("Content-Range has another length");
      case DIGEST -> WorkerErrorCode.DIGEST_DIFFERS.asException();
      case LEASE -> WorkerErrorCode.TOKEN_NOT_FOUND.asException();
    };
  }

  private ArtifactName kept(RoutingContext request) {
    ArtifactName name = name(request.pathParam("name"));
    if (!artifacts.areKept()) {
      throw WorkerErrorCode.ARTIFACTS_NOT_ACCEPTED.asException();
    }
    return name;
  }

  private static ArtifactName name(String text) {
    try {
      return new ArtifactName(text);
    } catch (IllegalArgumentException unfit) {
      throw WorkerErrorCode.INVALID_ARTIFACT_NAME.because(String.valueOf(unfit.getMessage()));
    }
  }
}

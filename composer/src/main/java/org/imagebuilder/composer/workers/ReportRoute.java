package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.imagebuilder.composer.errors.ErrorMapper;
import org.imagebuilder.composer.limits.ByteBudget;
import org.imagebuilder.composer.limits.LimitsConfig;
import org.imagebuilder.composer.listeners.IncomingBody;
import org.imagebuilder.composer.listeners.JsonType;
import org.imagebuilder.composer.listeners.Refusal;
import org.imagebuilder.composer.queue.Lease;
import org.imagebuilder.composer.queue.LeaseState;
import org.imagebuilder.composer.tenants.TenantResolver;

/**
 * PATCH of a job: progress or the final result. A route by hand, since results may be large: they
 * are read only when the process has memory for them, and taken apart beside the event loop.
 */
@Singleton
final class ReportRoute {
  private static final String PATH = "/api/image-builder-worker/v1/jobs/:token";

  /** Before the routes of resources and before Quarkus' own limit of bodies. */
  static final int ORDER = -10;

  private final Vertx vertx;
  private final WorkerJobs jobs;
  private final WorkerMapper mapper;
  private final TenantResolver tenants;
  private final ErrorMapper errors;
  private final long limit;
  private final ByteBudget budget;
  private final Duration timeout;
  private final ReportReader reader;

  ReportRoute(
      Vertx vertx,
      WorkerJobs jobs,
      WorkerMapper mapper,
      TenantResolver tenants,
      ErrorMapper errors,
      WorkersConfig config,
      LimitsConfig limits) {
    this.vertx = vertx;
    this.jobs = jobs;
    this.mapper = mapper;
    this.tenants = tenants;
    this.errors = errors;
    this.limit = config.maxReport().asLongValue();
    this.budget = new ByteBudget(config.reportMemory().asLongValue());
    this.timeout = limits.bodyTimeout();
    this.reader = new ReportReader(limits.maxReportDepth(), limits.maxReportElements());
  }

  void install(@Observes Router router) {
    router.patch(PATH).order(ORDER).handler(this::take);
  }

  private void take(RoutingContext request) {
    try {
      UUID token = mapper.token(request.pathParam("token"), WorkerErrorCode.MALFORMED_JOB_ID);
      checkContentType(request.request());
      Lease lease = new Lease(token, tenants.current().channel().name());
      IncomingBody.read(request.request(), limit, budget, timeout)
          .onComplete(
              body -> {
                if (body.succeeded()) {
                  answer(request, lease, body.result());
                } else {
                  refuse(request, body.cause());
                }
              });
    } catch (WorkerException refused) {
      refuse(request, refused);
    }
  }

  private void refuse(RoutingContext request, Throwable failure) {
    Refusal.end(request, failure, errors, request.normalizedPath());
  }

  private void answer(RoutingContext request, Lease lease, IncomingBody body) {
    Uni.createFrom()
        .completionStage(
            () ->
                vertx
                    .executeBlocking(() -> reader.read(body.bytes().getBytes()), false)
                    .toCompletionStage())
        .chain(report -> store(lease, report))
        .onTermination()
        .invoke(body::letGo)
        .subscribe()
        .with(stored -> confirm(request, lease), failure -> errors.end(request, failure));
  }

  private Uni<Void> store(Lease lease, Report report) {
    return switch (report) {
      case Report.Progress progress ->
          jobs.progress(lease, progress.partial())
              .onFailure(ReportRoute::isFault)
              .transform(WorkerErrorCode.UPDATING_JOB::causedBy)
              .map(ReportRoute::taken);
      case Report.Final end ->
          jobs.finish(lease, end.result())
              .onFailure(ReportRoute::isFault)
              .transform(WorkerErrorCode.FINISHING_JOB::causedBy)
              .invoke(
                  finished -> {
                    switch (finished.answer()) {
                      case FINISHED, REPEATED, CANCELLED -> {}
                      case CONFLICTS -> throw WorkerErrorCode.RESULT_DIFFERS.asException();
                      case UNKNOWN -> throw WorkerErrorCode.TOKEN_NOT_FOUND.asException();
                    }
                  })
              .replaceWithVoid();
    };
  }

  private static Void taken(LeaseState state) {
    return switch (state) {
      case HELD, CANCELLED -> null;
      case UNKNOWN -> throw WorkerErrorCode.TOKEN_NOT_FOUND.asException();
    };
  }

  private void confirm(RoutingContext request, Lease lease) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(
            new JsonObject()
                .put("href", mapper.location(lease.token()))
                .put("id", lease.token().toString())
                .put("kind", "UpdateJobResponse")
                .toBuffer());
  }

  private static void checkContentType(HttpServerRequest request) {
    if (!JsonType.isNamedAsUtf8By(request.headers().getAll(HttpHeaders.CONTENT_TYPE))) {
      throw WorkerErrorCode.UNSUPPORTED_MEDIA_TYPE.asException();
    }
  }

  private static boolean isFault(Throwable failure) {
    return !(failure instanceof DatabaseAwayException || failure instanceof WorkerException);
  }
}

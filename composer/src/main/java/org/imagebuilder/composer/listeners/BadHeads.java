package org.imagebuilder.composer.listeners;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.imagebuilder.composer.errors.DoorException;
import org.imagebuilder.composer.errors.ErrorMapper;

/** Answers requests whose heads no route can be shown, in the words of the door; then hangs up. */
@Singleton
final class BadHeads {
  private final WorkerListener workers;
  private final Contracts contracts;
  private final HeadLimits limits;
  private final ErrorMapper errors;

  BadHeads(WorkerListener workers, Contracts contracts, HeadLimits limits, ErrorMapper errors) {
    this.workers = workers;
    this.contracts = contracts;
    this.limits = limits;
    this.errors = errors;
  }

  /** Cheap: it is asked of every request. */
  static boolean isBad(HttpServerRequest request) {
    return request.decoderResult().isFailure() || HeadForm.complaint(request).isPresent();
  }

  void refuse(HttpServerRequest request) {
    ApiContract contract = workers.received(request) ? contracts.worker() : contracts.cloud();
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    errors
        .end(request.response(), complaint(request), contract.base())
        .onComplete(told -> request.connection().close());
  }

  private DoorException complaint(HttpServerRequest request) {
    return request.decoderResult().isFailure()
        ? limits.complaint(request.decoderResult().cause())
        : HeadForm.complaint(request).orElseThrow();
  }
}

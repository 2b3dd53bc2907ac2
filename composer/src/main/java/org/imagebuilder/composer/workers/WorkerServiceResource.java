package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.imagebuilder.composer.contract.worker.api.ServiceApi;
import org.imagebuilder.composer.contract.worker.model.ServiceError;
import org.imagebuilder.composer.contract.worker.model.ServiceStatus;
import org.imagebuilder.composer.errors.ErrorBody;
import org.imagebuilder.composer.errors.Ksuid;
import org.imagebuilder.composer.listeners.WorkerApiConfig;
import org.jboss.resteasy.reactive.RestResponse;

/** Says that the worker API is there, and what its error numbers mean. */
@ApplicationScoped
class WorkerServiceResource implements ServiceApi {
  private final WorkerApiConfig config;
  private final WorkerErrors errors;

  WorkerServiceResource(WorkerApiConfig config, WorkerErrors errors) {
    this.config = config;
    this.errors = errors;
  }

  @Override
  public Uni<RestResponse<ServiceStatus>> getStatus() {
    String href = config.basePath() + "/status";
    return Uni.createFrom()
        .item(RestResponse.ok(new ServiceStatus(href, "status", "Status", "OK")));
  }

  @Override
  public Uni<RestResponse<ServiceError>> getError(String id) {
    WorkerErrorCode code =
        WorkerErrorCode.listed(number(id))
            .orElseThrow(WorkerErrorCode.ERROR_NOT_FOUND::asException);
    ErrorBody body = errors.body(code, "", Ksuid.next());
    ServiceError error =
        new ServiceError(
            body.href(),
            body.id(),
            body.kind(),
            body.code(),
            body.operationId(),
            body.reason(),
            code.reason());
    return Uni.createFrom().item(RestResponse.ok(error));
  }

  private static int number(String id) {
    try {
      return Integer.parseInt(id);
    } catch (NumberFormatException e) {
      throw WorkerErrorCode.INVALID_ERROR_ID.asException();
    }
  }
}

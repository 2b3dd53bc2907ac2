package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.contract.worker.api.WorkersApi;
import org.imagebuilder.composer.contract.worker.model.RegisterWorker;
import org.imagebuilder.composer.contract.worker.model.RegisteredWorker;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Agents register and show that they are there. */
@ApplicationScoped
class WorkerResource implements WorkersApi {
  private final Workers workers;
  private final WorkerMapper mapper;
  private final TenantResolver tenants;

  WorkerResource(Workers workers, WorkerMapper mapper, TenantResolver tenants) {
    this.workers = workers;
    this.mapper = mapper;
    this.tenants = tenants;
  }

  @Override
  public Uni<RestResponse<RegisteredWorker>> registerWorker(@Nullable RegisterWorker body) {
    if (body == null) {
      throw WorkerErrorCode.BODY_DECODING_ERROR.asException();
    }
    String channel = tenants.current().channel().name();
    String architecture = mapper.architecture(body.getArch());
    List<String> capabilities = mapper.capabilities(body.getCapabilities());
    Optional<UUID> former = mapper.optionalWorkerId(body.getPreviousWorkerId());
    return workers
        .register(channel, architecture, capabilities, former)
        .map(worker -> RestResponse.status(RestResponse.Status.CREATED, mapper.registered(worker)))
        .onFailure(WorkerResource::isFault)
        .transform(WorkerErrorCode.REGISTERING_WORKER::causedBy);
  }

  @Override
  public Uni<RestResponse<Void>> updateWorkerStatus(String workerId) {
    UUID id = mapper.workerId(workerId);
    return workers
        .heard(id, tenants.current().channel().name())
        .onFailure(WorkerResource::isFault)
        .transform(WorkerErrorCode.UPDATING_WORKER::causedBy)
        .map(
            known -> {
              if (!known) {
                throw WorkerErrorCode.WORKER_NOT_FOUND.asException();
              }
              return RestResponse.ok();
            });
  }

  private static boolean isFault(Throwable failure) {
    return !(failure instanceof DatabaseAwayException || failure instanceof WorkerException);
  }
}

package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.contract.worker.api.JobsApi;
import org.imagebuilder.composer.contract.worker.model.JobStatus;
import org.imagebuilder.composer.contract.worker.model.LeasedJob;
import org.imagebuilder.composer.contract.worker.model.RequestJob;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.imagebuilder.composer.queue.Lease;
import org.imagebuilder.composer.queue.LeaseRequest;
import org.imagebuilder.composer.queue.LeaseState;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.imagebuilder.composer.traces.TraceContext;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Agents wait for jobs, keep their leases, and give jobs back. */
@ApplicationScoped
class WorkerJobResource implements JobsApi {
  private static final String CONFIRMS = "confirms";

  private final WorkerJobs jobs;
  private final WorkerMapper mapper;
  private final WorkersConfig config;
  private final TenantResolver tenants;
  private final JobWaits waits;

  WorkerJobResource(
      WorkerJobs jobs,
      WorkerMapper mapper,
      WorkersConfig config,
      TenantResolver tenants,
      JobWaits waits) {
    this.jobs = jobs;
    this.mapper = mapper;
    this.config = config;
    this.tenants = tenants;
    this.waits = waits;
  }

  @Override
  public Uni<RestResponse<LeasedJob>> requestJob(@Nullable RequestJob body) {
    if (body == null) {
      throw WorkerErrorCode.BODY_DECODING_ERROR.asException();
    }
    Optional<UUID> worker = mapper.optionalWorkerId(body.getWorkerId());
    Set<String> capabilities = new HashSet<>(mapper.capabilities(body.getCapabilities()));
    LeaseRequest request =
        new LeaseRequest(
            channel(),
            mapper.queueTypes(body.getTypes(), mapper.architecture(body.getArch())),
            worker,
            capabilities.contains(CONFIRMS),
            config.pollTime());
    return jobs.lease(request, mapper.abilities(capabilities, body.getTypes()))
        .map(leased -> leased.map(this::offer).orElse(RestResponse.noContent()))
        .onFailure(WorkerJobResource::isFault)
        .transform(WorkerErrorCode.REQUESTING_JOB::causedBy);
  }

  @Override
  public Uni<RestResponse<JobStatus>> getJob(String token) {
    Lease lease = lease(token);
    return jobs.heartbeat(lease)
        .map(state -> isCancelled(state))
        .map(cancelled -> RestResponse.ok(mapper.jobStatus(lease.token(), cancelled)))
        .onFailure(WorkerJobResource::isFault)
        .transform(WorkerErrorCode.READING_JOB::causedBy);
  }

  @Override
  public Uni<RestResponse<Void>> handBackJob(String token) {
    return jobs.handBack(lease(token))
        .map(state -> isCancelled(state))
        .map(cancelled -> RestResponse.<Void>noContent())
        .onFailure(WorkerJobResource::isFault)
        .transform(WorkerErrorCode.HANDING_BACK_JOB::causedBy);
  }

  private RestResponse<LeasedJob> offer(org.imagebuilder.composer.queue.LeasedJob leased) {
    var answer =
        RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, mapper.leasedJob(leased));
    waits.tell(leased).ifPresent(trace -> answer.header(TraceContext.HEADER, trace));
    return answer.build();
  }

  private Lease lease(String token) {
    return new Lease(mapper.token(token, WorkerErrorCode.MALFORMED_JOB_TOKEN), channel());
  }

  private String channel() {
    return tenants.current().channel().name();
  }

  private static boolean isCancelled(LeaseState state) {
    return switch (state) {
      case HELD -> false;
      case CANCELLED -> true;
      case UNKNOWN -> throw WorkerErrorCode.TOKEN_NOT_FOUND.asException();
    };
  }

  private static boolean isFault(Throwable failure) {
    return !(failure instanceof DatabaseAwayException || failure instanceof WorkerException);
  }
}

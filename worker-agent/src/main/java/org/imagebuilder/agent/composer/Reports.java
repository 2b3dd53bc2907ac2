package org.imagebuilder.agent.composer;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.JobStatus;
import org.imagebuilder.agent.contract.worker.model.PartialResult;
import org.imagebuilder.agent.contract.worker.model.RegisterWorker;
import org.imagebuilder.agent.contract.worker.model.RequestJob;
import org.imagebuilder.agent.contract.worker.model.UpdateJob;
import org.jspecify.annotations.Nullable;

/** What the agent says to composer and hears from it; each call is made once. */
public final class Reports {

  private final ComposerConnection composer;
  private final String arch;
  private final List<String> capabilities;

  public Reports(ComposerConnection composer, String arch, List<String> capabilities) {
    this.composer = composer;
    this.arch = arch;
    this.capabilities = List.copyOf(capabilities);
  }

  public String arch() {
    return arch;
  }

  /** The id under which composer knows this agent now. */
  public String register(@Nullable String previousWorkerId) throws ComposerException {
    RegisterWorker body =
        new RegisterWorker()
            .arch(arch)
            .capabilities(capabilities)
            .previousWorkerId(previousWorkerId);
    return call(() -> composer.workers().registerWorker(body).getEntity().getWorkerId().toString());
  }

  /** A refusal means that composer has forgotten the worker. */
  public void present(String workerId) throws ComposerException {
    call(() -> composer.workers().updateWorkerStatus(workerId));
  }

  /** Waits for a job as long as composer lets a caller wait. */
  public Optional<Offer> requestJob(List<String> types, String workerId) throws ComposerException {
    RequestJob body =
        new RequestJob().types(types).arch(arch).workerId(workerId).capabilities(capabilities);
    return call(
        () -> {
          var response = composer.patientJobs().requestJob(body);
          return response.getStatus() == 201
              ? Optional.of(Offer.of(response.getEntity()))
              : Optional.empty();
        });
  }

  public LeaseState heartbeat(Lease lease) throws ComposerException {
    return leaseState(
        () -> {
          JobStatus status = composer.jobs().getJob(lease.token()).getEntity();
          return status.getCanceled() ? LeaseState.CANCELED : LeaseState.HELD;
        });
  }

  public void progress(Lease lease, JobProgress progress) throws ComposerException {
    UpdateJob body = new UpdateJob().partial(new PartialResult().progress(progress));
    call(() -> composer.jobs().updateJob(lease.token(), body));
  }

  /** Ends the job. LOST means that the result is not wanted from us any more. */
  public LeaseState finish(Lease lease, Object result) throws ComposerException {
    UpdateJob body = new UpdateJob().result(result);
    return leaseState(
        () -> {
          composer.patientJobs().updateJob(lease.token(), body);
          return LeaseState.HELD;
        });
  }

  /** Gives the job back; a composer that does not know how to take it is left alone. */
  public void handBack(Lease lease) throws ComposerException {
    leaseState(
        () -> {
          composer.jobs().handBackJob(lease.token());
          return LeaseState.LOST;
        });
  }

  private static LeaseState leaseState(Supplier<LeaseState> request) throws ComposerException {
    try {
      return call(request);
    } catch (ComposerException.Refused e) {
      return switch (e.status()) {
        case 404, 405, 409 -> LeaseState.LOST;
        default -> throw e;
      };
    }
  }

  private static <T> T call(Supplier<T> request) throws ComposerException {
    try {
      return request.get();
    } catch (WebApplicationException e) {
      throw failure(e.getResponse().getStatus(), e.getResponse().readEntity(String.class));
    } catch (ProcessingException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new ComposerException.Away(String.valueOf(e.getMessage()));
    }
  }

  static ComposerException failure(int status, @Nullable String body) {
    String message = "composer answered %d: %s".formatted(status, body);
    boolean later = status >= 500 || status == 429 || status == 401 || status == 408;
    return later
        ? new ComposerException.Away(message)
        : new ComposerException.Refused(status, message);
  }
}

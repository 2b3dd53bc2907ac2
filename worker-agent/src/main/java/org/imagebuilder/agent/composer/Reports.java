package org.imagebuilder.agent.composer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.JobStatus;
import org.imagebuilder.agent.contract.worker.model.LeasedJob;
import org.imagebuilder.agent.contract.worker.model.PartialResult;
import org.imagebuilder.agent.contract.worker.model.RegisterWorker;
import org.imagebuilder.agent.contract.worker.model.RegisteredWorker;
import org.imagebuilder.agent.contract.worker.model.RequestJob;
import org.imagebuilder.agent.contract.worker.model.UpdateJob;
import org.imagebuilder.agent.contract.worker.model.UpdatedJob;
import org.jspecify.annotations.Nullable;

/** What the agent says to composer and hears from it; each call is made once. */
public final class Reports {

  private static final int JOB = 201;
  private static final int NO_JOB = 204;

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
  public String register(@Nullable String previousWorkerId)
      throws ComposerException, InterruptedException {
    RegisterWorker body =
        new RegisterWorker()
            .arch(arch)
            .capabilities(capabilities)
            .previousWorkerId(previousWorkerId);
    return read(quick("POST", List.of("workers"), body), RegisteredWorker.class)
        .getWorkerId()
        .toString();
  }

  /** A refusal means that composer has forgotten the worker. */
  public void present(String workerId) throws ComposerException, InterruptedException {
    quick("POST", List.of("workers", workerId, "status"), null);
  }

  /** Waits for a job as long as composer lets a caller wait. */
  public Optional<Offer> requestJob(List<String> types, String workerId)
      throws ComposerException, InterruptedException {
    RequestJob body =
        new RequestJob().types(types).arch(arch).workerId(workerId).capabilities(capabilities);
    try {
      Reply reply =
          composer.call(
              "POST",
              List.of("jobs"),
              body,
              ComposerConnection.PATIENCE,
              ComposerConnection.LONGEST_JOB);
      return switch (checked(reply).status()) {
        case JOB -> Optional.of(offer(reply));
        case NO_JOB -> Optional.empty();
        default -> throw composer.problems().rubbish(reply.status());
      };
    } catch (ComposerException.Silent e) {
      // The predecessor lets callers wait without end.
      return Optional.empty();
    }
  }

  public LeaseState heartbeat(Lease lease) throws ComposerException, InterruptedException {
    try {
      Reply reply = quick("GET", List.of("jobs", lease.token()), null);
      return read(reply, JobStatus.class).getCanceled() ? LeaseState.CANCELED : LeaseState.HELD;
    } catch (ComposerException.Refused e) {
      return lost(e);
    }
  }

  public void progress(Lease lease, JobProgress progress)
      throws ComposerException, InterruptedException {
    UpdateJob body = new UpdateJob().partial(new PartialResult().progress(progress));
    quick("PATCH", List.of("jobs", lease.token()), body);
  }

  /** Ends the job. LOST means that the result is not wanted from us any more. */
  public LeaseState finish(Lease lease, Object result)
      throws ComposerException, InterruptedException {
    UpdateJob body = new UpdateJob().result(result);
    try {
      Reply reply =
          composer.call(
              "PATCH",
              List.of("jobs", lease.token()),
              body,
              ComposerConnection.PATIENCE,
              ComposerConnection.LONGEST_ANSWER);
      // Only composer's own words mean that the work of hours is in good hands.
      read(checked(reply), UpdatedJob.class);
      return LeaseState.HELD;
    } catch (ComposerException.Refused e) {
      return lost(e);
    }
  }

  /** Gives the job back; a composer that does not know how to take it is left alone. */
  public void handBack(Lease lease) throws ComposerException, InterruptedException {
    try {
      quick("DELETE", List.of("jobs", lease.token()), null);
    } catch (ComposerException.Refused e) {
      switch (e.status()) {
        case 404, 405, 409 -> {}
        default -> throw e;
      }
    }
  }

  /** Only composer's own word that it does not know the lease ends a job that runs. */
  private static LeaseState lost(ComposerException.Refused refusal)
      throws ComposerException.Refused {
    boolean isUnknown =
        refusal.status() == 404 && refusal.number() == Problems.ServiceFault.TOKEN_NOT_FOUND;
    if (isUnknown || refusal.status() == 409) {
      return LeaseState.LOST;
    }
    throw refusal;
  }

  private Offer offer(Reply reply) throws ComposerException {
    LeasedJob job = read(reply, LeasedJob.class);
    try {
      return Offer.of(job, reply.trace());
    } catch (IllegalArgumentException e) {
      throw composer.problems().rubbish(reply.status());
    }
  }

  private Reply quick(String method, List<String> path, @Nullable Object body)
      throws ComposerException, InterruptedException {
    return checked(
        composer.call(
            method, path, body, ComposerConnection.IMPATIENCE, ComposerConnection.LONGEST_ANSWER));
  }

  private Reply checked(Reply reply) throws ComposerException {
    if (!reply.ok()) {
      throw composer.problems().failure(reply);
    }
    return reply;
  }

  private <T> T read(Reply reply, Class<T> type) throws ComposerException {
    try {
      return reply.as(type);
    } catch (IOException e) {
      throw composer.problems().rubbish(reply.status());
    }
  }
}

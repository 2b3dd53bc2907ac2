package org.imagebuilder.agent.jobs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;

/** All job types that this agent runs. */
public final class JobHandlers {

  private final Map<String, JobHandler<?, ?>> byType = new TreeMap<>();

  public JobHandlers(List<JobHandler<?, ?>> handlers) {
    for (JobHandler<?, ?> handler : handlers) {
      if (byType.put(handler.type(), decorated(handler)) != null) {
        throw new IllegalArgumentException("Two handlers for " + handler.type());
      }
    }
  }

  private JobHandlers(Map<String, JobHandler<?, ?>> byType, Set<String> without) {
    this.byType.putAll(byType);
    this.byType.keySet().removeAll(without);
  }

  /** All but these types. */
  public JobHandlers without(Set<String> types) {
    return new JobHandlers(byType, types);
  }

  public List<String> types() {
    return List.copyOf(byType.keySet());
  }

  public List<String> types(Lane lane) {
    return byType.values().stream()
        .filter(handler -> handler.lane() == lane)
        .map(JobHandler::type)
        .toList();
  }

  /** The shape of a type's args; only for a type that is known. */
  public Class<?> argsType(String type) {
    return requireNonNull(byType.get(type)).argsType();
  }

  /** Runs the job; whatever is wrong with it becomes a failed outcome. */
  public JobOutcome<?> run(Offer offer, JobContext context) throws InterruptedException {
    JobHandler<?, ?> handler = byType.get(offer.type());
    if (handler == null) {
      return bare(
          JobErrors.of(
              JobErrorCode.UNKNOWN_JOB_TYPE,
              "The worker cannot run jobs of the type " + offer.type()));
    }
    return run(handler, offer.args(), context);
  }

  /** Puts right what a job left behind that was cancelled while it ran. */
  public void cancelled(Offer offer, JobContext context) throws InterruptedException {
    JobHandler<?, ?> handler = byType.get(offer.type());
    if (handler != null) {
      cancelled(handler, offer.args(), context);
    }
  }

  private static <A> void cancelled(
      JobHandler<A, ?> handler, Optional<Object> args, JobContext context)
      throws InterruptedException {
    try {
      handler.cancelled(read(handler, args), context);
    } catch (JobErrorException e) {
      throw new IllegalStateException("It began with args that cannot be read", e);
    }
  }

  private static <A> A read(JobHandler<A, ?> handler, Optional<Object> args)
      throws JobErrorException {
    return Json.read(args.orElse(Map.of()), handler.argsType(), JobErrorCode.PARSING_JOB_ARGS);
  }

  /** The outcome of a job for which not even a directory could be made. */
  public JobOutcome.Failed<?> failure(Offer offer, JobError error) {
    return failure(offer.type(), error);
  }

  /** A failed outcome in the shape of this type's results. */
  public JobOutcome.Failed<?> failure(String type, JobError error) {
    JobHandler<?, ?> handler = byType.get(type);
    return handler == null
        ? bare(error)
        : new JobOutcome.Failed<Object>(handler.failure(error), error);
  }

  private static <A, R> JobOutcome<R> run(
      JobHandler<A, R> handler, Optional<Object> args, JobContext context)
      throws InterruptedException {
    try {
      return handler.run(read(handler, args), context);
    } catch (JobErrorException e) {
      JobError error = JobErrors.of(e);
      return new JobOutcome.Failed<>(handler.failure(error), error);
    } catch (ToolException | IOException e) {
      throw new IllegalStateException("A handler without its guard", e);
    }
  }

  private static JobOutcome.Failed<?> bare(JobError error) {
    return new JobOutcome.Failed<>(Map.of("job_error", error), error);
  }

  private static <A, R> JobHandler<A, R> decorated(JobHandler<A, R> handler) {
    return new LoggedHandler<>(new SafeHandler<>(new TimedHandler<>(handler)));
  }
}

package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.jobs.MalformedResultException;
import org.imagebuilder.composer.queue.Finished;
import org.imagebuilder.composer.queue.Job;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.Lease;
import org.imagebuilder.composer.queue.LeaseRequest;
import org.imagebuilder.composer.queue.LeaseState;
import org.imagebuilder.composer.queue.LeasedJob;

/** A job in the hands of an agent: handed out, kept, reported, given back. */
@ApplicationScoped
class WorkerJobs {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration BREATH = Duration.ofSeconds(1);

  private final JobQueue queue;
  private final Jobs jobs;
  private final Workers workers;
  private final Artifacts artifacts;
  private final AskedTypes asked;
  private final WaitingPolls polls;
  private final WorkersConfig config;
  private final RecentLeases recent = new RecentLeases();

  WorkerJobs(
      JobQueue queue,
      Jobs jobs,
      Workers workers,
      Artifacts artifacts,
      AskedTypes asked,
      WaitingPolls polls,
      WorkersConfig config) {
    this.queue = queue;
    this.jobs = jobs;
    this.workers = workers;
    this.artifacts = artifacts;
    this.asked = asked;
    this.polls = polls;
    this.config = config;
  }

  /** Waits for a job. A Uni that is cancelled gives back what it was about to be given. */
  Uni<Optional<LeasedJob>> lease(LeaseRequest request, Set<String> capabilities) {
    if (polls.areOver()) {
      // An error would send an agent away for long, and an answer at once makes it ask at once.
      return Uni.createFrom().item(Optional.<LeasedJob>empty()).onItem().delayIt().by(BREATH);
    }
    asked.ask(request.channel(), request.queueTypes());
    return known(request, capabilities)
        .chain(() -> polls.untilStop(queue.lease(request)))
        .invoke(job -> job.ifPresent(given -> recent.given(given.lease(), given.queueType())))
        // It asked all the time that it waited.
        .onTermination()
        .invoke(() -> asked.ask(request.channel(), request.queueTypes()));
  }

  Uni<LeaseState> heartbeat(Lease lease) {
    return queue.heartbeat(lease);
  }

  Uni<LeaseState> progress(Lease lease, String partial) {
    return queue.progress(lease, partial);
  }

  /** Gives a job back; files that came with the lease go, too. */
  Uni<LeaseState> handBack(Lease lease) {
    return queue
        .handBack(lease)
        .call(
            state ->
                state == LeaseState.HELD
                    ? artifacts.discard(lease.token())
                    : Uni.createFrom().voidItem());
  }

  /** Says what a lease that is held is for. */
  Uni<Job> running(Lease lease) {
    return find(lease)
        .invoke(
            job -> {
              if (job.state().isFinal()) {
                throw WorkerErrorCode.TOKEN_NOT_FOUND.asException();
              }
            });
  }

  /**
   * Ends the job by this result. An outage of the database is waited out, for the work of hours may
   * be lost with a result.
   */
  Uni<Finished> finish(Lease lease, String result) {
    return queueType(lease)
        .chain(type -> judge(lease, type, result))
        .invoke(finished -> recent.ended(lease))
        .ifNoItem()
        .after(config.resultPatience().plus(LONGEST_PAUSE))
        .failWith(WorkerErrorCode.UNAVAILABLE::asException);
  }

  private Uni<String> queueType(Lease lease) {
    return recent
        .queueType(lease)
        .map(Uni.createFrom()::item)
        .orElseGet(
            () ->
                find(lease)
                    .onFailure(DatabaseAwayException.class)
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .expireIn(config.resultPatience().toMillis())
                    .onFailure(IllegalStateException.class)
                    .transform(WorkerJobs::cause)
                    .map(Job::queueType));
  }

  private Uni<Job> find(Lease lease) {
    return queue
        .find(lease)
        .map(job -> job.orElseThrow(WorkerErrorCode.TOKEN_NOT_FOUND::asException));
  }

  private Uni<Finished> judge(Lease lease, String queueType, String result) {
    // A type that only a newer release knows is judged by one: the agent repeats its result.
    JobType type =
        JobType.ofQueueType(queueType).orElseThrow(WorkerErrorCode.UNAVAILABLE::asException);
    return jobs.finish(lease, type, result)
        .onFailure(MalformedResultException.class)
        .transform(
            malformed ->
                WorkerErrorCode.INVALID_CONTENT.because("result: " + malformed.getMessage()));
  }

  private Uni<Void> known(LeaseRequest request, Set<String> capabilities) {
    Optional<UUID> worker = request.worker();
    if (worker.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return workers
        .asks(worker.get(), request.channel(), capabilities, request.queueTypes())
        .invoke(
            known -> {
              if (!known) {
                throw WorkerErrorCode.WORKER_NOT_FOUND.asException();
              }
            })
        .replaceWithVoid()
        // Whoever waits survives an outage; an error would send an agent away for long.
        .onFailure(DatabaseAwayException.class)
        .recoverWithNull();
  }

  private static Throwable cause(Throwable gaveUp) {
    return gaveUp.getCause() == null ? gaveUp : gaveUp.getCause();
  }
}

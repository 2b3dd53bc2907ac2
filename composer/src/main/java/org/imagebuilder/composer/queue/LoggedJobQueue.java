package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.imagebuilder.composer.database.Tx;
import org.jboss.logging.Logger;

/**
 * A queue that says what happens to jobs, in sentences that never change. Tokens of leases are
 * secrets and are never said. What every job does all the time is told to those who ask for it
 * (level DEBUG); its end, and what is out of the ordinary, to everybody.
 */
final class LoggedJobQueue implements JobQueue {
  private static final Logger LOG = Logger.getLogger(LoggedJobQueue.class);

  private final JobQueue queue;

  LoggedJobQueue(JobQueue queue) {
    this.queue = queue;
  }

  @Override
  public Uni<Void> enqueue(Tx tx, List<NewPlan> plans) {
    if (LOG.isDebugEnabled()) {
      tx.afterCommit(() -> plans.forEach(plan -> plan.jobs().forEach(job -> enqueued(job, plan))));
    }
    return queue.enqueue(tx, plans);
  }

  private static void enqueued(NewJob job, NewPlan plan) {
    LOG.debugf(
        "Enqueued job jobType=%s jobId=%s jobDependencies=%s planId=%s channel=%s",
        job.queueType(),
        job.id(),
        job.inputs().stream()
            .map(input -> input.job().toString())
            .collect(Collectors.joining(",", "[", "]")),
        plan.id(),
        plan.channel());
  }

  @Override
  public Uni<Optional<LeasedJob>> lease(LeaseRequest request) {
    return queue
        .lease(request)
        .invoke(
            leased ->
                leased.ifPresent(
                    job ->
                        LOG.debugf(
                            "Dequeued job jobType=%s jobId=%s workerId=%s channel=%s",
                            job.queueType(),
                            job.id(),
                            request.worker().map(UUID::toString).orElse("-"),
                            request.channel())));
  }

  @Override
  public Uni<Finished> finish(Lease lease, Finish finish) {
    return queue
        .finish(lease, finish)
        .invoke(
            finished ->
                finished
                    .job()
                    .ifPresent(
                        job ->
                            LOG.infof(
                                "Finished job jobType=%s jobId=%s planId=%s channel=%s state=%s seconds=%s",
                                job.queueType(),
                                job.id(),
                                job.planId(),
                                job.channel(),
                                job.state().word(),
                                finished.ran().toMillis() / 1000.0)));
  }

  @Override
  public Uni<LeaseState> handBack(Lease lease) {
    if (!LOG.isInfoEnabled()) {
      return queue.handBack(lease);
    }
    // Afterwards the lease says nothing any more about its job.
    return queue
        .find(lease)
        .onFailure()
        .recoverWithItem(Optional.empty())
        .chain(
            job ->
                queue
                    .handBack(lease)
                    .invoke(
                        state -> {
                          if (state == LeaseState.HELD) {
                            job.ifPresent(LoggedJobQueue::requeued);
                          }
                        }));
  }

  private static void requeued(Job job) {
    LOG.infof(
        "Requeued job jobType=%s jobId=%s planId=%s channel=%s reason=%s",
        job.queueType(), job.id(), job.planId(), job.channel(), "handed back");
  }

  @Override
  public Uni<Integer> releaseWorker(String channel, UUID worker) {
    return queue
        .releaseWorker(channel, worker)
        .invoke(
            jobs -> {
              if (jobs > 0) {
                LOG.infof(
                    "Requeued job jobs=%d workerId=%s channel=%s reason=%s",
                    jobs, worker, channel, "the worker was started anew");
              }
            });
  }

  @Override
  public Uni<Integer> cancel(UUID planId) {
    return queue
        .cancel(planId)
        .invoke(
            jobs -> {
              if (jobs > 0) {
                LOG.infof("Cancelled job planId=%s jobs=%d", planId, jobs);
              }
            });
  }

  @Override
  public Uni<Boolean> delete(Tx tx, UUID planId) {
    return queue
        .delete(tx, planId)
        .invoke(
            gone -> {
              if (gone) {
                tx.afterCommit(() -> LOG.infof("Deleted job planId=%s", planId));
              }
            });
  }

  @Override
  public Uni<Optional<Job>> find(Lease lease) {
    return queue.find(lease);
  }

  @Override
  public Uni<LeaseState> heartbeat(Lease lease) {
    return queue.heartbeat(lease);
  }

  @Override
  public Uni<LeaseState> progress(Lease lease, String partial) {
    return queue.progress(lease, partial);
  }

  @Override
  public Uni<Optional<JobSummary>> await(JobId job, Duration patience) {
    return queue.await(job, patience);
  }

  @Override
  public Uni<List<JobSummary>> jobsOfPlan(UUID planId) {
    return queue.jobsOfPlan(planId);
  }

  @Override
  public Uni<Map<UUID, List<JobSummary>>> jobsOfPlans(Collection<UUID> planIds) {
    return queue.jobsOfPlans(planIds);
  }

  @Override
  public Uni<List<PlanInput>> inputsOfPlan(UUID planId) {
    return queue.inputsOfPlan(planId);
  }

  @Override
  public Uni<Optional<String>> result(JobId job) {
    return queue.result(job);
  }

  @Override
  public Uni<Optional<String>> args(JobId job) {
    return queue.args(job);
  }

  @Override
  public Uni<Integer> rescueExpired() {
    return queue.rescueExpired();
  }

  @Override
  public Uni<Integer> giveUp(String channel, String queueType, Duration age, Ending ending) {
    return queue.giveUp(channel, queueType, age, ending);
  }

  @Override
  public Uni<Integer> purge(PurgeRule rule) {
    return queue.purge(rule);
  }

  @Override
  public Uni<Long> purgeable(PurgeRule rule) {
    return queue.purgeable(rule);
  }

  @Override
  public Uni<List<JobCount>> counts() {
    return queue.counts();
  }
}

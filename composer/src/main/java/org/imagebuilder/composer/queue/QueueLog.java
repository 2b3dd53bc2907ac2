package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Says what happens to jobs, in sentences that never change. Tokens of leases are secrets and are
 * never said. What every job does all the time is told to those who ask for it (level DEBUG); its
 * end, and what is out of the ordinary, to everybody.
 */
final class QueueLog implements Witness {
  private static final Logger LOG = Logger.getLogger(QueueLog.class);

  @Override
  public void enqueued(NewPlan plan) {
    if (LOG.isDebugEnabled()) {
      plan.jobs().forEach(job -> enqueued(job, plan));
    }
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
  public void answered(LeaseRequest poll, Optional<LeasedJob> job) {
    job.ifPresent(
        leased ->
            LOG.debugf(
                "Dequeued job jobType=%s jobId=%s workerId=%s channel=%s",
                leased.queueType(),
                leased.id(),
                poll.worker().map(UUID::toString).orElse("-"),
                poll.channel()));
  }

  @Override
  public void finished(Job job, Finish finish, Duration ran) {
    LOG.infof(
        "Finished job jobType=%s jobId=%s planId=%s channel=%s state=%s seconds=%s",
        job.queueType(),
        job.id(),
        job.planId(),
        job.channel(),
        job.state().word(),
        ran.toMillis() / 1000.0);
  }

  @Override
  public void handedBack(Job job) {
    LOG.infof(
        "Requeued job jobType=%s jobId=%s planId=%s channel=%s reason=%s",
        job.queueType(), job.id(), job.planId(), job.channel(), "handed back");
  }

  @Override
  public void released(String channel, UUID worker, int jobs) {
    if (jobs > 0) {
      LOG.infof(
          "Requeued job jobs=%d workerId=%s channel=%s reason=%s",
          jobs, worker, channel, "the worker was started anew");
    }
  }

  @Override
  public void cancelled(UUID planId, int jobs) {
    if (jobs > 0) {
      LOG.infof("Cancelled job planId=%s jobs=%d", planId, jobs);
    }
  }

  @Override
  public void deleted(UUID planId) {
    LOG.infof("Deleted job planId=%s", planId);
  }
}

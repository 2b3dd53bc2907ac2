package org.imagebuilder.agent.loops;

import java.time.Duration;
import org.imagebuilder.agent.composer.ComposerException;
import org.imagebuilder.agent.composer.LeaseState;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.composer.Reports;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.http.Backoff;
import org.imagebuilder.agent.jobs.JobErrors;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.jboss.logging.Logger;

/** Brings a job's result to composer, for as long as that makes sense: it is the work of hours. */
final class FinalReport {

  private static final Logger LOG = Logger.getLogger(FinalReport.class);

  private final Reports reports;
  private final JobHandlers handlers;
  private final LoopSettings settings;

  FinalReport(Reports reports, JobHandlers handlers, LoopSettings settings) {
    this.reports = reports;
    this.handlers = handlers;
    this.settings = settings;
  }

  enum End {
    /** composer has it, does not want it, or will not get it any more. */
    OVER,
    /** The job was stopped meanwhile. */
    STOPPED
  }

  End deliver(RunningJob job, Object result) throws InterruptedException {
    Offer offer = job.offer();
    long begin = System.nanoTime();
    Trouble trouble = new Trouble();
    Backoff backoff = settings.backoff();
    Object wanted = result;
    while (true) {
      try {
        LeaseState state = reports.finish(offer.lease(), wanted);
        LOG.infof("Job reported, jobId=%s, lease=%s", offer.jobId(), state);
        return End.OVER;
      } catch (ComposerException.Refused e) {
        LOG.errorf("A result is refused, jobId=%s, answer=%s", offer.jobId(), e.getMessage());
        if (wanted != result) {
          return End.OVER;
        }
        wanted = refusedResult(offer, e);
      } catch (ComposerException e) {
        if (job.stopped() != null) {
          return End.STOPPED;
        }
        if (System.nanoTime() - begin >= settings.reportPatience().toNanos()) {
          giveUp(offer, e);
          return End.OVER;
        }
        trouble.met(e);
        backoff.pause();
      }
    }
  }

  private void giveUp(Offer offer, ComposerException failure) {
    Duration patience = settings.reportPatience();
    LOG.errorf(
        "A result is given up; its lease ends, and composer hands the job out again or fails it,"
            + " jobId=%s, jobType=%s, triedForSeconds=%d, reason=%s",
        offer.jobId(), offer.type(), patience.toSeconds(), failure.getMessage());
  }

  private Object refusedResult(Offer offer, ComposerException.Refused refusal) {
    JobError error =
        JobErrors.of(JobErrorCode.JOB_PANICKED, "composer does not take the job's result")
            .details(String.valueOf(refusal.getMessage()));
    return handlers.failure(offer, error).result();
  }
}

package org.imagebuilder.composer.maintenance;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.queue.JobCleaner;
import org.imagebuilder.composer.workers.Workers;

/** Forgets what is old and removes what belongs to nothing, or says how much of it there is. */
@ApplicationScoped
class Maintenance {
  private final JobCleaner jobs;
  private final Workers workers;
  private final Artifacts artifacts;
  private final MaintenanceConfig config;

  Maintenance(JobCleaner jobs, Workers workers, Artifacts artifacts, MaintenanceConfig config) {
    this.jobs = jobs;
    this.workers = workers;
    this.artifacts = artifacts;
    this.config = config;
  }

  /**
   * What was done, or would be.
   *
   * @param jobs that were forgotten, or whose args and results were
   * @param workers that were not heard of for long
   * @param leases whose files belonged to nothing any more
   */
  record Report(boolean dryRun, long jobs, long workers, long leases) {
    String inWords() {
      return dryRun
          ? "would forget %d jobs and %d silent workers, and remove the files of %d leases (dry run: composer.maintenance.dry-run=false does it)"
              .formatted(jobs, workers, leases)
          : "forgot %d jobs and %d silent workers, and removed the files of %d leases"
              .formatted(jobs, workers, leases);
    }
  }

  Uni<Report> run() {
    boolean dry = config.dryRun();
    Uni<Long> none = Uni.createFrom().item(0L);
    Uni<Long> oldJobs = dry ? jobs.look() : jobs.clean().map(Integer::longValue);
    Uni<Long> silent = dry ? workers.countSilent() : workers.forgetSilent().map(Integer::longValue);
    Uni<Long> files = dry ? artifacts.sweepable() : artifacts.sweep().map(Integer::longValue);
    return (config.database() ? oldJobs : none)
        .flatMap(
            forgotten ->
                (config.database() ? silent : none)
                    .flatMap(
                        gone ->
                            // After the jobs, for with them go the rows of their files.
                            (config.artifacts() && artifacts.areKept() ? files : none)
                                .map(leases -> new Report(dry, forgotten, gone, leases))));
  }
}

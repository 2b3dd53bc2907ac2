package org.imagebuilder.composer.composes;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.jobs.Durations;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.LiveAbilities;
import org.imagebuilder.composer.queue.JobState;
import org.imagebuilder.composer.tenants.Tenant;

/** Sentences for people about what holds a compose up from outside. */
@ApplicationScoped
class Notices {
  private final LiveAbilities abilities;

  Notices(LiveAbilities abilities) {
    this.abilities = abilities;
  }

  /** The compose of these jobs, with what holds it up. */
  ComposeView view(Tenant tenant, List<JobReport> jobs) {
    return ComposeView.of(jobs).withNotice(about(tenant.channel().name(), jobs));
  }

  /** That a job is ready and no worker of the channel asks for its kind, if that is so. */
  private Optional<String> about(String channel, List<JobReport> jobs) {
    return jobs.stream()
        .filter(job -> job.state() == JobState.READY)
        .flatMap(
            job ->
                abilities
                    .unaskedFor(channel, job.queueType())
                    .filter(silence -> job.queuedAt().plus(silence).isBefore(Instant.now()))
                    .stream())
        .findFirst()
        .map(
            silence ->
                "No worker has asked for this kind of job for %s."
                    .formatted(Durations.inWords(silence)));
  }
}

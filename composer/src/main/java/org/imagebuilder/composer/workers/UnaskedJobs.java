package org.imagebuilder.composer.workers;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.imagebuilder.composer.chores.Chore;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobCount;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.JobState;

/** The chore of noticing jobs of a type that nobody asks for, and of giving them up at last. */
@ApplicationScoped
class UnaskedJobs {
  private final AskedTypes asked;
  private final JobQueue queue;
  private final Jobs jobs;
  private final WorkersConfig config;
  private final Chore chore;

  UnaskedJobs(AskedTypes asked, JobQueue queue, Jobs jobs, WorkersConfig config) {
    this.asked = asked;
    this.queue = queue;
    this.jobs = jobs;
    this.config = config;
    this.chore = new Chore("unasked-jobs", config.askedEvery(), this::once);
  }

  void start(@Observes StartupEvent event) {
    chore.start();
  }

  void stop(@Observes ShutdownEvent event) {
    chore.stop();
  }

  /** Exchanges notes with the other replicas, then gives up what nobody will take. */
  Uni<Integer> once() {
    // Twice the pause, for a note may be written just after the last exchange began.
    return asked
        .exchange(config.askedEvery().multipliedBy(2))
        .chain(queue::counts)
        .chain(this::giveUp);
  }

  private Uni<Integer> giveUp(List<JobCount> counts) {
    Duration patience = config.giveUpAfter();
    return Multi.createFrom()
        .iterable(counts)
        .filter(
            count ->
                count.state() == JobState.READY
                    && count.oldest().compareTo(patience) > 0
                    && asked.isUnasked(count.channel(), count.queueType(), patience))
        .onItem()
        .transformToUniAndConcatenate(
            count -> jobs.giveUpUnasked(count.channel(), count.queueType(), patience))
        .collect()
        .with(Collectors.summingInt(Integer::intValue));
  }
}

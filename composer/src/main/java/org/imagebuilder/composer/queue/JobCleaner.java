package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Forgets, batch after batch, what is older than the rule wants to keep. */
final class JobCleaner {
  private static final Logger LOG = Logger.getLogger(JobCleaner.class);

  private final JobQueue queue;
  private final PurgeRule rule;

  JobCleaner(JobQueue queue, PurgeRule rule) {
    this.queue = queue;
    this.rule = rule;
  }

  /** Goes on until nothing is left to forget; says how many jobs it forgot something of. */
  Uni<Integer> clean() {
    return clean(0)
        .invoke(
            forgotten -> {
              if (forgotten > 0) {
                LOG.infof("Purged jobs=%d", forgotten);
              }
            });
  }

  private Uni<Integer> clean(int before) {
    return queue
        .purge(rule)
        .onItem()
        .transformToUni(jobs -> jobs == 0 ? Uni.createFrom().item(before) : clean(before + jobs));
  }
}

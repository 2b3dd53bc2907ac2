package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Forgets, batch after batch, what is older than the rules want to keep. */
public final class JobCleaner {
  private static final Logger LOG = Logger.getLogger(JobCleaner.class);

  private final JobQueue queue;
  private final List<PurgeRule> rules;

  JobCleaner(JobQueue queue, List<PurgeRule> rules) {
    this.queue = queue;
    this.rules = List.copyOf(rules);
  }

  /** Goes on until nothing is left to forget; says how many jobs it forgot something of. */
  public Uni<Integer> clean() {
    return Multi.createFrom()
        .iterable(rules)
        .onItem()
        .transformToUniAndConcatenate(this::clean)
        .collect()
        .with(Collectors.summingInt(Integer::intValue))
        .invoke(
            forgotten -> {
              if (forgotten > 0) {
                LOG.infof("Purged jobs=%d", forgotten);
              }
            });
  }

  /** Of how many jobs it would forget something now. */
  public Uni<Long> look() {
    return Multi.createFrom()
        .iterable(rules)
        .onItem()
        .transformToUniAndConcatenate(queue::purgeable)
        .collect()
        .with(Collectors.summingLong(Long::longValue));
  }

  // One batch after another, and not one inside of another: there may be thousands.
  private Uni<Integer> clean(PurgeRule rule) {
    return Multi.createBy()
        .repeating()
        .uni(() -> queue.purge(rule))
        .whilst(jobs -> jobs > 0)
        .collect()
        .with(Collectors.summingInt(Integer::intValue));
  }
}

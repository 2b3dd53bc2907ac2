package org.imagebuilder.composer.composes;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.imagebuilder.composer.queue.JobId;

/**
 * What a plan needs besides the request: everything that would make the planner give different
 * answers to the same question.
 *
 * @param ids where new ids come from
 * @param seed all random choices inside the images follow from it
 * @param onlyOldWorkers whether no live worker of the channel can make manifests the newer way
 */
record Draft(Supplier<UUID> ids, long seed, Instant now, boolean onlyOldWorkers) {
  JobId nextJob() {
    return new JobId(ids.get());
  }

  String nextId() {
    return ids.get().toString();
  }
}

package org.imagebuilder.composer.clones;

import java.util.Optional;
import java.util.UUID;

/**
 * A clone as it is kept.
 *
 * @param work where its jobs are; none when there was nothing to do
 * @param image the image where it was known from the start
 */
record Clone(UUID id, Optional<Work> work, Optional<MachineImage> image) {
  /**
   * A clone's jobs.
   *
   * @param plan in which they are; several clones may share one
   * @param job the one that ends the clone
   * @param copy the one that copies the image, where this very clone asked for it
   */
  record Work(UUID plan, UUID job, Optional<UUID> copy) {
    /** Whether a job of the plan is one of this clone's. */
    boolean has(UUID other) {
      return job.equals(other) || copy.filter(other::equals).isPresent();
    }
  }
}

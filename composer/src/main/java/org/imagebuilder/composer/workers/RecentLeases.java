package org.imagebuilder.composer.workers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.composer.queue.Lease;

/**
 * What the leases are for that this replica gave out lately, so that most results need not ask the
 * database before they are judged. Whether a lease still holds is only known there.
 */
final class RecentLeases {
  private static final int MOST = 10_000;

  private final Map<Lease, String> queueTypes =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Lease, String> eldest) {
          return size() > MOST;
        }
      };

  synchronized void given(Lease lease, String queueType) {
    queueTypes.put(lease, queueType);
  }

  /** The queue type of a lease; empty for one of another replica, or of long ago. */
  synchronized Optional<String> queueType(Lease lease) {
    return Optional.ofNullable(queueTypes.get(lease));
  }

  synchronized void ended(Lease lease) {
    queueTypes.remove(lease);
  }
}

package org.imagebuilder.imagebuilder.composes;

import java.time.LocalDateTime;
import java.util.Optional;

/** What an organisation has used of its quota. */
record QuotaUse(Quota quota, long used, Optional<LocalDateTime> nextSlot) {
  long remaining() {
    return Math.max(0, quota.limit() - used);
  }
}

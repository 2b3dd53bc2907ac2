package org.imagebuilder.imagebuilder.composes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests of one call, which are to be kept together within the organisation's quota. */
record Reservation(String organisation, Optional<Quota> quota, List<ComposeRequest> rows) {
  /** Whose composes count, and since when. */
  record Window(String organisation, Duration length) {}

  Reservation {
    rows = List.copyOf(rows);
  }

  /** What has to be counted; nothing where there is no limit. */
  Optional<Window> window() {
    return quota.filter(Quota::limits).map(limit -> new Window(organisation, limit.window()));
  }

  /**
   * Which of them the quotas allow, one after the other as they were asked for: what is allowed
   * counts for those that come after it.
   */
  static List<Boolean> allowed(List<Reservation> asked, Map<Window, Long> used) {
    Map<String, Long> granted = new HashMap<>();
    List<Boolean> allowed = new ArrayList<>();
    for (Reservation each : asked) {
      long before = granted.getOrDefault(each.organisation, 0L);
      boolean fits = each.fits(used, before);
      if (fits) {
        granted.put(each.organisation, before + each.rows.size());
      }
      allowed.add(fits);
    }
    return List.copyOf(allowed);
  }

  private boolean fits(Map<Window, Long> used, long granted) {
    return window()
        .map(used::get)
        .map(count -> quota.orElseThrow().allows(count + granted, rows.size()))
        .orElse(true);
  }

  /** Ends the request whose rows were not kept. */
  void requireKept(boolean kept) {
    if (!kept) {
      throw quota.orElseThrow().exceeded();
    }
  }
}

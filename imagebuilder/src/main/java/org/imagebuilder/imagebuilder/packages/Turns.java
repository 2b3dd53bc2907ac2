package org.imagebuilder.imagebuilder.packages;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/**
 * Lets so much slow work go on at a time, and no more for one organisation than leaves room for
 * others. Whoever has the least under way is next, and of those who has waited the longest.
 */
final class Turns {
  /** How much may be under way in all, how much of it for one, and how much of one may wait. */
  record Bounds(int all, int each, int waiting) {}

  private final Bounds bounds;

  // All are guarded by this. Organisations wait in the order in which they had their last turn.
  private final Map<String, Integer> underWay = new HashMap<>();
  private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();
  private int all;

  Turns(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Does the work when it is the organisation's turn, or refuses to wait for that. */
  <T> Uni<T> take(String organisation, Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(() -> turn(organisation))
        .chain(
            () ->
                Uni.createFrom()
                    .deferred(work::get)
                    .onTermination()
                    .invoke(() -> end(organisation)));
  }

  private synchronized Uni<Void> turn(String organisation) {
    if (all < bounds.all() && mayBegin(organisation)) {
      count(organisation, 1);
      return Uni.createFrom().voidItem();
    }
    Queue<Runnable> others = waiting.computeIfAbsent(organisation, each -> new ArrayDeque<>());
    if (others.size() >= bounds.waiting()) {
      throw new ApiException(
          ErrorCode.SEARCH_UNAVAILABLE, "too many searches of this organization are under way");
    }
    CompletableFuture<Void> begin = new CompletableFuture<>();
    // The work goes on where it was asked for, and not where somebody else's ended.
    Context context = Vertx.currentContext();
    others.add(
        () -> {
          if (context == null) {
            begin.complete(null);
          } else {
            context.runOnContext(now -> begin.complete(null));
          }
        });
    return Uni.createFrom().completionStage(begin);
  }

  private void end(String organisation) {
    Optional<Runnable> next;
    synchronized (this) {
      count(organisation, -1);
      next = next();
    }
    next.ifPresent(Runnable::run);
  }

  private Optional<Runnable> next() {
    Optional<String> organisation =
        waiting.keySet().stream()
            .filter(this::mayBegin)
            .min(Comparator.comparing(each -> underWay.getOrDefault(each, 0)));
    return organisation.map(
        each -> {
          Queue<Runnable> queue = waiting.remove(each);
          Runnable begin = queue.remove();
          if (!queue.isEmpty()) {
            waiting.put(each, queue);
          }
          count(each, 1);
          return begin;
        });
  }

  private boolean mayBegin(String organisation) {
    return underWay.getOrDefault(organisation, 0) < bounds.each();
  }

  private void count(String organisation, int more) {
    all += more;
    underWay.merge(organisation, more, (before, change) -> before + change);
    underWay.remove(organisation, 0);
  }
}

package org.imagebuilder.imagebuilder.caches;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Answers to slow questions, within a bound. Whoever asks what is being asked waits for the same
 * answer; one that is no longer fresh is given while it is asked for again; failures are not kept.
 */
public final class Shelf<K, V> {
  /** How long an answer is fresh, how long it may be given at all, and how much is kept of them. */
  public record Bounds(Duration fresh, Duration usable, long weight) {}

  private record Kept<V>(V answer, Instant since, long weight) {}

  private final Bounds bounds;
  private final ToLongFunction<V> weighing;
  private final InstantSource clock;

  // Both are guarded by this; the first is in the order of use, the least recent first.
  private final Map<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<K, CompletableFuture<V>> underWay = new HashMap<>();
  private long weight;

  public Shelf(Bounds bounds, ToLongFunction<V> weighing, InstantSource clock) {
    this.bounds = bounds;
    this.weighing = weighing;
    this.clock = clock;
  }

  /**
   * The answer to this question. It is asked, with what was known before, only if that is needed,
   * and to the end even if the one who asked is gone.
   */
  public Uni<V> get(K key, Function<Optional<V>, Uni<V>> question) {
    CompletableFuture<V> promise;
    Kept<V> known;
    boolean first;
    synchronized (this) {
      known = usable(key);
      if (known != null && isYounger(known, bounds.fresh())) {
        return Uni.createFrom().item(known.answer());
      }
      first = !underWay.containsKey(key);
      promise = underWay.computeIfAbsent(key, each -> new CompletableFuture<>());
    }
    if (first) {
      ask(key, question, Optional.ofNullable(known).map(Kept::answer), promise);
    }
    return known != null
        ? Uni.createFrom().item(known.answer())
        // A copy, for one who stops waiting must not take the answer from the others.
        : Uni.createFrom().completionStage(promise::copy);
  }

  private void ask(
      K key,
      Function<Optional<V>, Uni<V>> question,
      Optional<V> known,
      CompletableFuture<V> promise) {
    Uni.createFrom()
        .deferred(() -> question.apply(known))
        .subscribe()
        .with(
            answer -> {
              keep(key, answer);
              promise.complete(answer);
            },
            failure -> {
              forget(key);
              promise.completeExceptionally(failure);
            });
  }

  private @Nullable Kept<V> usable(K key) {
    Kept<V> found = kept.get(key);
    if (found == null || isYounger(found, bounds.usable())) {
      return found;
    }
    kept.remove(key);
    weight -= found.weight();
    return null;
  }

  private synchronized void keep(K key, V answer) {
    underWay.remove(key);
    Kept<V> entry = new Kept<>(answer, clock.instant(), weighing.applyAsLong(answer));
    Kept<V> former = kept.remove(key);
    weight -= former == null ? 0 : former.weight();
    if (entry.weight() > bounds.weight()) {
      return;
    }
    kept.put(key, entry);
    weight += entry.weight();
    Iterator<Kept<V>> oldest = kept.values().iterator();
    while (weight > bounds.weight()) {
      weight -= oldest.next().weight();
      oldest.remove();
    }
  }

  private synchronized void forget(K key) {
    underWay.remove(key);
  }

  private boolean isYounger(Kept<V> entry, Duration age) {
    return entry.since().plus(age).isAfter(clock.instant());
  }
}

package org.imagebuilder.composer.identity;

import static java.util.stream.Collectors.flatMapping;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.imagebuilder.composer.operations.MetricName;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all issuers of a door, fetched when one is asked for that nobody knows, and now and
 * then after. A source that does not answer keeps the keys it gave before.
 */
final class KeySets {
  private static final Logger LOG = Logger.getLogger(KeySets.class);

  private final List<URI> sources;
  private final Function<URI, Future<Map<String, List<PublicKey>>>> fetch;
  private final Pauses pauses;
  private final InstantSource clock;

  /** What each source gave last; guarded by this. */
  private final Map<URI, Map<String, List<PublicKey>>> bySource = new HashMap<>();

  /** The fetch under way, if there is one; guarded by this. */
  private @Nullable Promise<Void> underway;

  /** When the last fetch began; written under this. */
  private volatile Instant begun = Instant.MIN;

  /** Whether a source did not answer in the last fetch; written under this. */
  private volatile boolean incomplete;

  /**
   * All keys by their ids, those of earlier sources first; replaced as a whole. Issuers that know
   * nothing of each other may give the same id, so there can be several.
   */
  private volatile Map<String, List<PublicKey>> keys = Map.of();

  /**
   * How often sources are asked.
   *
   * @param between the least from one fetch to the next for the sake of an unknown key
   * @param afterFailure the same when a source did not answer
   * @param age after which known keys are fetched again
   */
  record Pauses(Duration between, Duration afterFailure, Duration age) {}

  KeySets(
      List<URI> sources,
      Function<URI, Future<Map<String, List<PublicKey>>>> fetch,
      Pauses pauses,
      InstantSource clock) {
    this.sources = List.copyOf(sources);
    this.fetch = fetch;
    this.pauses = pauses;
    this.clock = clock;
  }

  /**
   * The keys of this id, after a fetch where that may help; mostly one. Completes on any context.
   */
  Future<List<PublicKey>> find(String id) {
    List<PublicKey> known = keys.get(id);
    if (known != null) {
      // Keys that were withdrawn have to go, and the source that did not answer may have one of
      // the same id; this request need not wait for it.
      if (isOlderThan(incomplete ? pauses.afterFailure() : pauses.age())) {
        fetchAgain(pauses.age());
      }
      return Future.succeededFuture(known);
    }
    return fetchAgain(pauses.between()).map(fetched -> keys.getOrDefault(id, List.of()));
  }

  /** Whether there is no key at all, so that no token can be told from another. */
  boolean areMissing() {
    return keys.isEmpty();
  }

  /** The fetch under way, or a new one if the last is old enough, or none. */
  private synchronized Future<Void> fetchAgain(Duration pause) {
    if (underway != null) {
      return underway.future();
    }
    if (!isOlderThan(incomplete ? pauses.afterFailure() : pause)) {
      return Future.succeededFuture();
    }
    begun = clock.instant();
    incomplete = false;
    Promise<Void> all = Promise.promise();
    underway = all;
    Future.join(sources.stream().map(this::fetchOne).toList())
        .onComplete(
            done -> {
              synchronized (this) {
                underway = null;
              }
              all.complete();
            });
    return all.future();
  }

  private Future<Void> fetchOne(URI source) {
    return fetch
        .apply(source)
        .<Void>map(
            fetched -> {
              take(source, fetched);
              return null;
            })
        .onFailure(
            away -> {
              count("failed");
              synchronized (this) {
                incomplete = true;
              }
              LOG.warnf("Keys not fetched, known ones stay good url=%s: %s", source, away);
            });
  }

  private synchronized void take(URI source, Map<String, List<PublicKey>> fetched) {
    bySource.put(source, Map.copyOf(fetched));
    keys =
        sources.stream()
            .map(each -> bySource.getOrDefault(each, Map.of()))
            .flatMap(each -> each.entrySet().stream())
            .collect(
                groupingBy(
                    Map.Entry::getKey, flatMapping(entry -> entry.getValue().stream(), toList())));
    count("done");
    LOG.infof("Keys fetched url=%s keys=%d", source, fetched.size());
  }

  private static void count(String outcome) {
    Metrics.counter(MetricName.KEY_FETCHES.text(), "outcome", outcome).increment();
  }

  private boolean isOlderThan(Duration age) {
    return begun.equals(Instant.MIN) || !clock.instant().isBefore(begun.plus(age));
  }
}

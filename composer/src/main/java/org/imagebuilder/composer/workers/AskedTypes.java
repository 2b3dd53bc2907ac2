package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.imagebuilder.composer.jobs.JobType;
import org.jspecify.annotations.Nullable;

/**
 * Which types of jobs somebody asks for, on all replicas. Polls only leave a note in memory; now
 * and then the notes are written down together, and those of the other replicas are read.
 */
@ApplicationScoped
class AskedTypes {
  // Far more than jobs can be of. A worker may make names up, for any architecture.
  private static final int MOST = 50_000;

  private final AskedTypeStore store;
  private final LongSupplier nanos;
  private final Map<AskedType, Long> here = new ConcurrentHashMap<>();
  private volatile Map<AskedType, Long> everywhere = Map.of();

  /** Since when notes went to the database and came back whenever they should. */
  private volatile long steadySince;

  @Inject
  AskedTypes(AskedTypeStore store) {
    this(store, System::nanoTime);
  }

  AskedTypes(AskedTypeStore store, LongSupplier nanos) {
    this.store = store;
    this.nanos = nanos;
    this.steadySince = nanos.getAsLong();
  }

  /** Notes that somebody of the channel asks for jobs of these types. */
  void ask(String channel, Collection<String> queueTypes) {
    long now = nanos.getAsLong();
    for (String type : queueTypes) {
      // Whatever else a worker may say is nothing that a job could be of.
      if (JobType.ofQueueType(type).isPresent()) {
        note(new AskedType(channel, type), now);
      }
    }
  }

  private void note(AskedType type, long now) {
    if (!isFull() || here.containsKey(type) || everywhere.containsKey(type)) {
      here.put(type, now);
    }
  }

  private boolean isFull() {
    return here.size() + everywhere.size() >= MOST;
  }

  /**
   * Whether nobody asked for this type for so long. Never said by a process that could not have
   * known: one that was started lately, that lost its database, or that has no room for more notes.
   */
  boolean isUnasked(String channel, String queueType, Duration silence) {
    long now = nanos.getAsLong();
    return !isFull()
        && now - steadySince > silence.toNanos()
        && isSilent(now, everywhere.get(new AskedType(channel, queueType)), silence)
        && isSilent(now, here.get(new AskedType(channel, queueType)), silence);
  }

  /** Writes what was asked here since the last time, and reads what was asked anywhere. */
  Uni<Void> exchange(Duration since) {
    long before = nanos.getAsLong();
    List<AskedType> lately =
        here.entrySet().stream()
            .filter(asked -> before - asked.getValue() <= since.toNanos())
            .map(Map.Entry::getKey)
            .toList();
    return store
        .write(lately)
        .chain(store::read)
        .invoke(ages -> learn(ages, since))
        .onFailure()
        .invoke(failure -> steadySince = nanos.getAsLong())
        .replaceWithVoid();
  }

  private void learn(Map<AskedType, Duration> ages, Duration since) {
    long now = nanos.getAsLong();
    Map<AskedType, Long> times = new HashMap<>();
    ages.forEach((type, age) -> times.put(type, now - age.toNanos()));
    everywhere = Map.copyOf(times);
    // Whatever is older was written down before.
    here.values().removeIf(asked -> isSilent(now, asked, since));
  }

  private static boolean isSilent(long now, @Nullable Long asked, Duration silence) {
    return asked == null || now - asked > silence.toNanos();
  }
}

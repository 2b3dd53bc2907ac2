package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.imagebuilder.composer.jobs.LiveAbilities;

/**
 * Tells planners what the agents that are alive can do. That an ability is not lacking is good for
 * a second, or until an agent registers here: every request for an RPM image asks.
 */
@ApplicationScoped
class WorkerAbilities implements LiveAbilities {
  private static final long GOOD_FOR_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST = 10_000;

  /** When a question was answered with no. */
  private final Map<Question, Long> notLacking = new ConcurrentHashMap<>();

  private final WorkerStore store;
  private final AskedTypes asked;
  private final WorkersConfig config;

  WorkerAbilities(WorkerStore store, AskedTypes asked, WorkersConfig config) {
    this.store = store;
    this.asked = asked;
    this.config = config;
  }

  @Override
  public Uni<Boolean> areLackingEverywhere(String channel, String ability) {
    Question question = new Question(channel, ability);
    Long answeredAt = notLacking.get(question);
    long now = System.nanoTime();
    return answeredAt != null && now - answeredAt < GOOD_FOR_NANOS
        ? Uni.createFrom().item(false)
        : store.isLacking(channel, ability).invoke(lacking -> note(question, lacking, now));
  }

  /** An agent came: what was known is not true any more. */
  void forget() {
    notLacking.clear();
  }

  private void note(Question question, boolean lacking, long now) {
    if (lacking || notLacking.size() >= MOST) {
      forget();
    } else {
      notLacking.put(question, now);
    }
  }

  @Override
  public Optional<Duration> unaskedFor(String channel, String queueType) {
    return Optional.of(config.noticeAfter())
        .filter(silence -> asked.isUnasked(channel, queueType, silence));
  }

  private record Question(String channel, String ability) {}
}

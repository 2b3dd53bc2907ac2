package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.imagebuilder.composer.queue.JobQueue;
import org.jboss.logging.Logger;

/** Knows the agents: registers them, hears of them, and says what they can do. */
@ApplicationScoped
public class Workers {
  private static final Logger LOG = Logger.getLogger(Workers.class);
  private static final int MOST_NOTES = 10_000;

  private final WorkerStore store;
  private final AskedTypeStore askedTypes;
  private final JobQueue queue;
  private final WorkerAbilities abilities;
  private final WorkersConfig config;

  /** When a way of asking was written down last, by this process. */
  private final Map<Asking, Long> asked = new ConcurrentHashMap<>();

  Workers(
      WorkerStore store,
      AskedTypeStore askedTypes,
      JobQueue queue,
      WorkerAbilities abilities,
      WorkersConfig config) {
    this.store = store;
    this.askedTypes = askedTypes;
    this.queue = queue;
    this.abilities = abilities;
    this.config = config;
  }

  /**
   * Makes an agent known. What it held under a former id is ready again at once: it was started
   * anew and knows nothing of those jobs.
   */
  Uni<Worker> register(
      String channel, String architecture, List<String> capabilities, Optional<UUID> former) {
    Worker worker = new Worker(UUID.randomUUID(), channel, architecture, capabilities);
    return store
        .register(worker)
        .invoke(abilities::forget)
        .call(() -> former.map(id -> release(channel, id)).orElse(Uni.createFrom().voidItem()))
        .invoke(
            () ->
                LOG.infof(
                    "Worker registered workerId=%s architecture=%s channel=%s",
                    worker.id(), architecture, channel))
        .replaceWith(worker);
  }

  /** Notes that an agent is there; false when it has to register again. */
  Uni<Boolean> heard(UUID worker, String channel) {
    return store.heard(worker, channel);
  }

  /**
   * Notes that an agent asks for jobs, and what it can do; false when it is not known. An agent
   * that asks again and again is written down now and then only.
   */
  Uni<Boolean> asks(UUID worker, String channel, Set<String> capabilities, Set<String> queueTypes) {
    Asking asking = new Asking(worker, channel, capabilities, queueTypes);
    long now = System.nanoTime();
    Long written = asked.get(asking);
    if (written != null && now - written < config.askedEvery().toNanos()) {
      return Uni.createFrom().item(true);
    }
    return store
        .asks(worker, channel, capabilities, queueTypes)
        .invoke(
            known -> {
              if (known) {
                remember(asking, now);
              }
            });
  }

  private void remember(Asking asking, long now) {
    if (asked.size() > MOST_NOTES) {
      asked.clear();
    }
    asked.put(asking, now);
  }

  /** Forgets agents that were not heard of for long; says how many. */
  public Uni<Integer> forgetSilent() {
    return store
        .forgetSilent(config.forgetAfter())
        // Long after it could still hold up or end a job.
        .call(() -> askedTypes.forget(config.giveUpAfter().multipliedBy(2)));
  }

  /** How many agents were not heard of for long. */
  public Uni<Long> countSilent() {
    return store.countSilent(config.forgetAfter());
  }

  /** How an agent asks for jobs; one with two loops asks in two ways. */
  private record Asking(
      UUID worker, String channel, Set<String> capabilities, Set<String> queueTypes) {}

  private Uni<Void> release(String channel, UUID former) {
    return queue
        .releaseWorker(channel, former)
        .invoke(
            jobs -> {
              if (jobs > 0) {
                LOG.infof("Jobs of a restarted worker are ready again jobs=%d", jobs);
              }
            })
        .replaceWithVoid();
  }
}

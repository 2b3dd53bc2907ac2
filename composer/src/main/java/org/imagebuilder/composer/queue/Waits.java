package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import org.imagebuilder.composer.chores.Later;
import org.imagebuilder.composer.database.Statements;
import org.jboss.logging.Logger;

/**
 * Callers that wait for the end of a job. Ends are signalled; one question for all of them every
 * moment covers lost signals and outages. While somebody waits, the job's row says so; when nobody
 * does any more, the rescuer cancels it.
 */
final class Waits implements News {
  private static final Logger LOG = Logger.getLogger(Waits.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private static final String STILL_AWAITED =
      """
      update jobs set awaited_until = now() + $2 * interval '1 s'
      where id = any($1) and awaited_until is not null and finished_at is null
      """;

  private static final String NOT_AWAITED =
      """
      update jobs set awaited_until = now()
      where id = $1 and awaited_until is not null and finished_at is null
      """;

  private final PlanReads reads;
  private final Statements database;
  private final double awaitedSeconds;
  private final int looksBetweenRefreshes;
  private final Map<JobId, List<Wait>> waiting = new HashMap<>();
  private boolean ticking;
  private int looks;

  Waits(PlanReads reads, Statements database, QueueConfig config) {
    this.reads = reads;
    this.database = database;
    this.awaitedSeconds = config.awaitedFor().toMillis() / 1000.0;
    this.looksBetweenRefreshes =
        (int) Math.max(1, config.awaitedFor().toMillis() / 3 / LOOK_EVERY.toMillis());
  }

  Uni<Optional<JobSummary>> await(JobId job, Duration patience) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Wait wait = new Wait(job);
              return Uni.createFrom()
                  .<Optional<JobSummary>>emitter(emitter -> begin(wait, emitter))
                  .ifNoItem()
                  .after(patience)
                  .recoverWithItem(Optional::empty)
                  .onCancellation()
                  .invoke(() -> hungUp(job))
                  .onTermination()
                  .invoke(() -> end(wait));
            });
  }

  @Override
  public void ready(Ready ready) {}

  @Override
  public void ended(JobId job) {
    boolean known;
    synchronized (this) {
      known = waiting.containsKey(job);
    }
    if (known) {
      look(Set.of(job));
    }
  }

  @Override
  public void missedSome() {
    Set<JobId> jobs;
    synchronized (this) {
      jobs = Set.copyOf(waiting.keySet());
    }
    look(jobs);
  }

  private void begin(Wait wait, UniEmitter<? super Optional<JobSummary>> emitter) {
    synchronized (this) {
      wait.emitters.add(emitter);
      waiting.computeIfAbsent(wait.job, id -> new ArrayList<>()).add(wait);
    }
    look(Set.of(wait.job));
    tickLater();
  }

  private synchronized void end(Wait wait) {
    List<Wait> others = waiting.get(wait.job);
    if (others != null) {
      others.remove(wait);
      if (others.isEmpty()) {
        waiting.remove(wait.job);
      }
    }
  }

  private void hungUp(JobId job) {
    database
        .run(NOT_AWAITED, Tuple.of(job.value()))
        .subscribe()
        .with(done -> {}, failure -> LOG.debug("The rescuer will notice by itself", failure));
  }

  private void tickLater() {
    synchronized (this) {
      if (ticking || waiting.isEmpty()) {
        return;
      }
      ticking = true;
    }
    ScheduledFuture<?> unused = Later.after(LOOK_EVERY, this::tick);
  }

  private void tick() {
    boolean refresh;
    Set<JobId> jobs;
    synchronized (this) {
      ticking = false;
      jobs = Set.copyOf(waiting.keySet());
      refresh = looks++ % looksBetweenRefreshes == 0;
    }
    if (refresh && !jobs.isEmpty()) {
      database
          .run(
              STILL_AWAITED,
              Tuple.of(jobs.stream().map(JobId::value).toArray(UUID[]::new), awaitedSeconds))
          .subscribe()
          .with(done -> {}, failure -> LOG.debug("Will be said again soon", failure));
    }
    look(jobs);
    tickLater();
  }

  private void look(Collection<JobId> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    reads
        .ended(jobs)
        .subscribe()
        .with(
            ended -> ended.forEach(this::tell),
            failure -> LOG.debug("Waits on, and looks again soon", failure));
  }

  private void tell(JobSummary summary) {
    List<Wait> told;
    synchronized (this) {
      told = List.copyOf(waiting.getOrDefault(summary.id(), List.of()));
    }
    told.forEach(wait -> wait.emitters.forEach(emitter -> emitter.complete(Optional.of(summary))));
  }

  private static final class Wait {
    private final JobId job;
    private final List<UniEmitter<? super Optional<JobSummary>>> emitters = new ArrayList<>(1);

    Wait(JobId job) {
      this.job = job;
    }
  }
}

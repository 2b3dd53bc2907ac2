package org.imagebuilder.composer.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.imagebuilder.composer.chores.Chore;
import org.imagebuilder.composer.database.Database;

/** Puts the queue together, with its witnesses and its chores, and ends them in order. */
@ApplicationScoped
class QueueStart {
  private final PostgresJobQueue queue;
  private final JobCleaner cleaner;
  private final List<Chore> chores;

  QueueStart(Pool pool, Database database, QueueConfig config, MeterRegistry meters) {
    QueueMeters gauges = new QueueMeters(meters);
    queue = new PostgresJobQueue(pool, database, config, List.of(new QueueLog(), gauges));
    cleaner = new JobCleaner(queue, PurgeRule.of(config));
    chores =
        List.of(
            new Chore("rescue", config.sweepEvery(), queue::rescueExpired),
            new Chore("purge", config.purgeEvery(), cleaner::clean),
            new Chore("gauges", config.gaugeEvery(), () -> queue.counts().invoke(gauges::gauge)),
            new Chore(
                "fallback-poll",
                config.fallbackPoll(),
                () -> Uni.createFrom().voidItem().invoke(queue::lookAgain)));
  }

  @Produces
  @ApplicationScoped
  JobQueue queue() {
    return queue;
  }

  @Produces
  @Singleton
  JobCleaner cleaner() {
    return cleaner;
  }

  void start(@Observes StartupEvent start) {
    queue.open();
    chores.forEach(Chore::start);
  }

  void stop(@Observes ShutdownEvent stop) {
    chores.forEach(Chore::stop);
    queue.close();
  }
}

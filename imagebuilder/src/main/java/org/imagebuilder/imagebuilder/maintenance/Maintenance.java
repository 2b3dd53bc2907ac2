package org.imagebuilder.imagebuilder.maintenance;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.imagebuilder.imagebuilder.composes.ComposeCleaner;
import org.jboss.logging.Logger;

/** Forgets what is old, or says how much of it there is. */
@ApplicationScoped
public class Maintenance {
  private static final Logger LOG = Logger.getLogger(Maintenance.class);

  private static final String SWITCHED_OFF =
      "maintenance of the database is switched off (ENABLE_DB_MAINTENANCE=true switches it on)";
  private static final String ELSEWHERE = "another process is forgetting old composes now";

  private final ComposeCleaner composes;
  private final MaintenanceConfig config;

  Maintenance(ComposeCleaner composes, MaintenanceConfig config) {
    this.composes = composes;
    this.config = config;
  }

  /** The command: does what it was configured to do and says in a sentence what came of it. */
  Uni<String> once() {
    if (!config.database()) {
      return Uni.createFrom().item(SWITCHED_OFF);
    }
    return config.dryRun()
        ? composes.look(config.retentionMonths()).map(this::wouldForget)
        : forget();
  }

  /** The chore, for those who want no job of their own for it. */
  @Scheduled(
      every = "{imagebuilder.maintenance.every}",
      delayed = "1m",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> chore() {
    return forget()
        .invoke(report -> LOG.infof("Maintenance is done report=%s", report))
        .onFailure()
        .invoke(failure -> LOG.warnf("Maintenance failed reason=%s", failure))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private Uni<String> forget() {
    return composes
        .clean(config.retentionMonths(), config.timeLimit())
        .map(forgotten -> forgotten.map(this::forgot).orElse(ELSEWHERE));
  }

  private String forgot(long number) {
    return "forgot %d composes older than %d months".formatted(number, config.retentionMonths());
  }

  private String wouldForget(long number) {
    return "would forget %d composes older than %d months (dry run: DRY_RUN=false does it)"
        .formatted(number, config.retentionMonths());
  }
}

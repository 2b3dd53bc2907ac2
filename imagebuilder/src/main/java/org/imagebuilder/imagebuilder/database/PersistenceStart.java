package org.imagebuilder.imagebuilder.database;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.hibernate.orm.runtime.JPAConfig;
import io.quarkus.runtime.Quarkus;
import org.jboss.logging.Logger;

/**
 * Starts Hibernate beside the program. It asks nothing of the database for that, and whoever needs
 * it first waits until it is there.
 */
final class PersistenceStart {
  private static final Logger LOG = Logger.getLogger(PersistenceStart.class);
  private static final int FAILED = 1;

  private PersistenceStart() {}

  static void beside() {
    JPAConfig persistence = Arc.container().instance(JPAConfig.class).get();
    Thread.ofPlatform().name("JPA Startup Thread").start(() -> start(persistence));
  }

  /** Where it fails the program ends, as it would have while it started. */
  private static void start(JPAConfig persistence) {
    try {
      var unused = persistence.getEntityManagerFactories();
    } catch (RuntimeException failure) {
      // Where the program has nothing to do but the database it may have ended before.
      if (isRunning()) {
        LOG.error("Hibernate does not start", failure);
        Quarkus.asyncExit(FAILED);
      }
    }
  }

  private static boolean isRunning() {
    ArcContainer container = Arc.container();
    return container != null && container.isRunning();
  }
}

package org.imagebuilder.imagebuilder.database;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.hibernate.orm.runtime.JPAConfig;
import io.quarkus.runtime.Quarkus;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts Hibernate beside the program; whoever needs it first waits until it is there. It asks
 * nothing of the database for that.
 */
public final class PersistenceStart {
  private static final int FAILED = 1;

  private static final AtomicReference<@Nullable Throwable> FAILURE = new AtomicReference<>();

  private PersistenceStart() {}

  static void beside() {
    // What operators set for the database is read here, and refused as a part of the start.
    var unused = ClientProxy.unwrap(Arc.container().instance(Pool.class).get());
    JPAConfig persistence = Arc.container().instance(JPAConfig.class).get();
    Thread.ofPlatform().name("JPA Startup Thread").start(() -> start(persistence));
  }

  private static void start(JPAConfig persistence) {
    try {
      var unused = persistence.getEntityManagerFactories();
    } catch (Throwable broken) {
      // Told at the end, and only if this is why the program ends: one that does nothing but
      // migrate may be over by now, and what Hibernate needs gone.
      FAILURE.set(broken);
      Quarkus.asyncExit(FAILED);
    }
  }

  /** Why it did not start. */
  public static Optional<Throwable> failure() {
    return Optional.ofNullable(FAILURE.get());
  }
}

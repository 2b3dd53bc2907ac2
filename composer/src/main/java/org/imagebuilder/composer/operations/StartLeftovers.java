package org.imagebuilder.composer.operations;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;

/**
 * Gives memory back that only the start needed. A program that nobody calls allocates too little
 * for its collector ever to look, and would keep it: 30 MiB natively (docs/native.md).
 */
@Singleton
class StartLeftovers {
  private static final long AFTER_MILLIS = 2_000;

  void giveBack(@Observes StartupEvent start, Vertx vertx) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      Callable<Boolean> collect =
          () -> {
            System.gc();
            return true;
          };
      vertx.setTimer(AFTER_MILLIS, timer -> vertx.executeBlocking(collect));
    }
  }
}

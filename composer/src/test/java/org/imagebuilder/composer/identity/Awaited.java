package org.imagebuilder.composer.identity;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** What a future brings, for a test that has nothing else to do meanwhile. */
final class Awaited {
  private Awaited() {}

  static <T> T of(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

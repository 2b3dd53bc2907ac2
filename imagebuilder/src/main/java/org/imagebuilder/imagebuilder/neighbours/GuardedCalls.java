package org.imagebuilder.imagebuilder.neighbours;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Calls that SmallRye Fault Tolerance watches over. Guards are made in code, since for each method
 * with its annotations some hundred settings would be looked for at every start.
 */
final class GuardedCalls implements Calls {
  private static final long BEFORE_NEXT_TRY = 100;
  private static final long SPREAD = 50;
  private static final double TOO_MANY = 0.6;

  private final Guard guard;

  /**
   * @param name what metrics call them
   */
  GuardedCalls(String name, CallRules rules) {
    Guard.Builder builder =
        Guard.create()
            .withDescription(name)
            .withTimeout()
            .duration(rules.timeout().toMillis(), ChronoUnit.MILLIS)
            .done();
    if (rules.retries() > 0) {
      builder
          .withRetry()
          .maxRetries(rules.retries())
          .delay(BEFORE_NEXT_TRY, ChronoUnit.MILLIS)
          .jitter(SPREAD, ChronoUnit.MILLIS)
          .done();
    }
    if (rules.watched() > 0) {
      builder
          .withCircuitBreaker()
          .name(name)
          .requestVolumeThreshold(rules.watched())
          .failureRatio(TOO_MANY)
          .delay(rules.pause().toMillis(), ChronoUnit.MILLIS)
          .skipOn(rules.answers())
          .done();
    }
    if (rules.atOnce() > 0) {
      builder.withBulkhead().limit(rules.atOnce()).queueSize(Math.max(rules.waiting(), 1)).done();
    }
    this.guard = builder.build();
  }

  @Override
  @SuppressWarnings("unchecked") // a guard knows the kind of an answer by its class alone
  public <T> Uni<T> make(Supplier<Uni<T>> call) {
    return guard.get((Supplier<Uni>) (Supplier<?>) call, Uni.class);
  }
}

package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.Map;

/** Settings for tests: the defaults, except what a test sets. */
record QueueConfigs(
    Duration lease,
    Duration confirmingLease,
    Duration unconfirmedLease,
    Duration sweepEvery,
    Duration fallbackPoll,
    Duration awaitedFor,
    double headStart)
    implements QueueConfig {

  static QueueConfigs usual() {
    return new QueueConfigs(
        Duration.ofMinutes(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(40),
        // No test wants a sweep to find that none ran for a while, except the one that says so.
        Duration.ofHours(1),
        Duration.ofMillis(500),
        Duration.ofSeconds(10),
        10);
  }

  /** Leases of all kinds that end at once. */
  QueueConfigs withLeasesThatExpireAtOnce() {
    return new QueueConfigs(
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        sweepEvery,
        fallbackPoll,
        awaitedFor,
        headStart);
  }

  /** Sweeps that are expected all the time. */
  QueueConfigs withSweepsExpectedAllTheTime() {
    return new QueueConfigs(
        Duration.ofMillis(8),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofMillis(1),
        fallbackPoll,
        awaitedFor,
        headStart);
  }

  /** Sweeps as often as operators have them. */
  QueueConfigs withUsualSweeps() {
    return new QueueConfigs(
        lease,
        confirmingLease,
        unconfirmedLease,
        Duration.ofSeconds(1),
        fallbackPoll,
        awaitedFor,
        headStart);
  }

  QueueConfigs withAwaitedFor(Duration duration) {
    return new QueueConfigs(
        lease, confirmingLease, unconfirmedLease, sweepEvery, fallbackPoll, duration, headStart);
  }

  @Override
  public int attempts() {
    return 3;
  }

  @Override
  public Duration finishPatience() {
    return Duration.ofSeconds(30);
  }

  @Override
  public long readBudget() {
    return 8 << 20;
  }

  @Override
  public Duration keepPlans() {
    return Duration.ofDays(30);
  }

  @Override
  public Duration keepResults() {
    return Duration.ofDays(30);
  }

  @Override
  public Map<String, Retention> retention() {
    return Map.of();
  }

  @Override
  public Duration purgeEvery() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Duration gaugeEvery() {
    return Duration.ofSeconds(15);
  }
}

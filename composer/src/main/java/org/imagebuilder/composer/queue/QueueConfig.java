package org.imagebuilder.composer.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How long the queue waits, how often it tries, and how long it remembers. */
@ConfigMapping(prefix = "composer.queue")
public interface QueueConfig {

  /** How long a worker may be silent before its job is taken away; existing workers need 2m. */
  @WithDefault("2m")
  Duration lease();

  /** The first lease of a worker that promised a heartbeat at once. */
  @WithDefault("2s")
  Duration confirmingLease();

  /** The first lease of any other worker; existing ones send their first heartbeat after 15s. */
  @WithDefault("40s")
  Duration unconfirmedLease();

  /** How many workers a job may lose before it fails. */
  @WithDefault("3")
  int attempts();

  /** How far ahead of its place in the fair order a plan is put for whose end a person waits. */
  @WithDefault("10")
  double headStart();

  /** How often polls look for jobs whose signal was lost; at most two seconds. */
  @WithDefault("1s")
  Duration fallbackPoll();

  /** How often leases are looked through for expired ones. */
  @WithDefault("1s")
  Duration sweepEvery();

  /** How long a final result waits for a database that is away. */
  @WithDefault("60s")
  Duration finishPatience();

  /** How long an awaited job goes on when nobody was seen to wait for it. */
  @WithDefault("10s")
  Duration awaitedFor();

  /** How many bytes of args and inputs are read at the same time for workers that take jobs. */
  @WithDefault("67108864")
  long readBudget();

  /** How long a plan is kept after its last job ended. */
  @WithDefault("30d")
  Duration keepPlans();

  /** How long args and results are kept; status needs neither. */
  @WithDefault("30d")
  Duration keepResults();

  /** Other times for the jobs of some channels. */
  Map<String, Retention> retention();

  /** How long the jobs of one channel are kept; where it says nothing, as long as all others. */
  interface Retention {
    /** How long a plan is kept after its last job ended. */
    Optional<Duration> keepPlans();

    /** How long args and results are kept. */
    Optional<Duration> keepResults();
  }

  /** How often the queue looks for what it may forget. */
  @WithDefault("5m")
  Duration purgeEvery();

  /** How often the gauges are read from the database. */
  @WithDefault("15s")
  Duration gaugeEvery();
}

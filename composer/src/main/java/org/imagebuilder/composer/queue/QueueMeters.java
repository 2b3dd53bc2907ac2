package org.imagebuilder.composer.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Counts and times: leases and ends as they happen here, waiting and running jobs as the database
 * has them, so that replicas agree and a restart loses nothing.
 */
final class QueueMeters implements Witness {
  private static final String PREFIX = "image_builder_worker_";

  // The buckets that existing dashboards know, in seconds.
  private static final Duration[] BUCKETS =
      Stream.of(
              .1, .2, .5, 1., 2.5, 5., 10., 20., 30., 40., 60., 90., 120., 150., 180., 240., 300.,
              360., 420., 480., 540., 600., 720., 840., 960., 1080., 1200., 1320., 1440., 1560.,
              1680., 1800., 2100., 2400., 2700., 3000., 3600., 4800., 6000., 7200., 9000., 10800.,
              12600., 14400., 16200., 18000., 19800., 24000., 27000., 30000., 33000., 36000.,
              39600., 43200., 57600., 86400.)
          .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
          .toArray(Duration[]::new);

  /** Whatever a job that is given up was for, its user could not have mended it. */
  private static final String GIVEN_UP = "5xx";

  private final MeterRegistry meters;
  private final Set<Tags> seen = ConcurrentHashMap.newKeySet();
  private final MultiGauge pending;
  private final MultiGauge running;
  private final MultiGauge oldestReady;
  private final MultiGauge oldestRunning;
  private final AtomicInteger waitingPolls = new AtomicInteger();
  private final Counter pollsWithJob;
  private final Counter pollsWithout;
  private final Counter expired;
  private final Counter rescues;
  private final Counter purged;

  QueueMeters(MeterRegistry meters) {
    this.meters = meters;
    this.pending = MultiGauge.builder(PREFIX + "pending_jobs").register(meters);
    this.running = MultiGauge.builder(PREFIX + "running_jobs").register(meters);
    this.oldestReady = MultiGauge.builder(PREFIX + "oldest_ready_job_seconds").register(meters);
    this.oldestRunning = MultiGauge.builder(PREFIX + "oldest_running_job_seconds").register(meters);
    Gauge.builder(PREFIX + "waiting_polls", waitingPolls, AtomicInteger::doubleValue)
        .register(meters);
    this.pollsWithJob = Counter.builder(PREFIX + "polls").tag("outcome", "job").register(meters);
    this.pollsWithout = Counter.builder(PREFIX + "polls").tag("outcome", "none").register(meters);
    this.expired = meters.counter(PREFIX + "leases_expired");
    this.rescues = meters.counter(PREFIX + "rescues");
    this.purged = meters.counter(PREFIX + "purged_jobs");
  }

  @Override
  public void waits(LeaseRequest poll) {
    waitingPolls.incrementAndGet();
  }

  @Override
  public void waitsNoMore(LeaseRequest poll) {
    waitingPolls.decrementAndGet();
  }

  @Override
  public void answered(LeaseRequest poll, Optional<LeasedJob> job) {
    (job.isPresent() ? pollsWithJob : pollsWithout).increment();
    job.ifPresent(this::countLease);
  }

  private void countLease(LeasedJob leased) {
    Timer.builder(PREFIX + "job_wait_duration")
        .tags(typed(leased.queueType(), leased.lease().channel()))
        .serviceLevelObjectives(BUCKETS)
        .register(meters)
        .record(leased.waited());
  }

  @Override
  public void finished(Job job, Finish finish, Duration ran) {
    Tags tags = typed(job.queueType(), job.channel()).and("status", finish.meterStatus());
    meters.counter(PREFIX + "total_jobs", tags).increment();
    Timer.builder(PREFIX + "job_duration")
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(meters)
        .record(ran);
  }

  @Override
  public void givenUp(String channel, String queueType, int jobs) {
    meters
        .counter(PREFIX + "total_jobs", typed(queueType, channel).and("status", GIVEN_UP))
        .increment(jobs);
  }

  @Override
  public void swept(int jobs) {
    rescues.increment();
    expired.increment(jobs);
  }

  @Override
  public void purged(int jobs) {
    purged.increment(jobs);
  }

  /** Sets the gauges to what the database has now. */
  void gauge(List<JobCount> counts) {
    counts.forEach(count -> seen.add(tags(count)));
    pending.register(rows(counts, false), true);
    running.register(rows(counts, true), true);
    oldestReady.register(ages(counts, JobState.READY), true);
    oldestRunning.register(ages(counts, JobState.RUNNING), true);
  }

  private List<MultiGauge.Row<?>> ages(List<JobCount> counts, JobState state) {
    Map<Tags, Double> ages = new HashMap<>();
    seen.forEach(tags -> ages.put(tags, 0.0));
    counts.stream()
        .filter(count -> count.state() == state)
        .forEach(count -> ages.merge(tags(count), seconds(count.oldest()), Math::max));
    return ages.entrySet().stream()
        .<MultiGauge.Row<?>>map(age -> MultiGauge.Row.of(age.getKey(), age.getValue()))
        .toList();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  // A type of two architectures is one row; what was seen once and has no jobs any more is 0.
  private List<MultiGauge.Row<?>> rows(List<JobCount> counts, boolean areRunning) {
    Map<Tags, Long> sums = new HashMap<>();
    seen.forEach(tags -> sums.put(tags, 0L));
    for (JobCount count : counts) {
      if ((count.state() == JobState.RUNNING) == areRunning) {
        sums.merge(tags(count), count.jobs(), Long::sum);
      }
    }
    return sums.entrySet().stream()
        .<MultiGauge.Row<?>>map(sum -> MultiGauge.Row.of(sum.getKey(), sum.getValue()))
        .toList();
  }

  private static Tags tags(JobCount count) {
    return Tags.of("type", type(count.queueType()), "tenant", count.channel());
  }

  private static Tags typed(String queueType, String channel) {
    int colon = queueType.indexOf(':');
    String architecture = colon < 0 ? "" : queueType.substring(colon + 1);
    return Tags.of("type", type(queueType), "tenant", channel, "arch", architecture);
  }

  private static String type(String queueType) {
    int colon = queueType.indexOf(':');
    return colon < 0 ? queueType : queueType.substring(0, colon);
  }
}

package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.imagebuilder.composer.database.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Start-time fair queueing: who asked for little is served before who asked for much. A plan's tag
 * follows the last one of its share, but is never earlier than virtual time, which follows the
 * service that was given (docs/adr/0010).
 */
final class FairOrder {
  private static final String PATTERN =
      """
      with recursive served as (
        -- A type that no worker serves must not hold virtual time back.
        SERVED),
      running as materialized (
        RUNNING),
      type as (
        (select queue_type from jobs where channel = $1 and state = 'ready'
         order by queue_type limit 1)
        union all
        select (select queue_type from jobs
                where channel = $1 and state = 'ready' and queue_type > type.queue_type
                order by queue_type limit 1)
        from type where type.queue_type is not null),
      clock as materialized (
        select coalesce(
          (select min(head.fair_tag)
           from served
           left join unnest($3::text[], $4::float8[]) as known(queue_type, low)
             on known.queue_type = served.queue_type
           cross join lateral (
             -- Several, for a job with a head start stands before its place.
             select fair_tag from jobs
             where channel = $1 and queue_type = served.queue_type and state = 'ready'
               and tag >= coalesce(known.low, '-infinity')
             order by tag, number limit 8) as head),
          (select tag from running),
          (select min(head.fair_tag)
           from type
           cross join lateral (
             select fair_tag from jobs
             where channel = $1 and queue_type = type.queue_type and state = 'ready'
             order by tag, number limit 8) as head),
          0) as virtual_time)
      select asked.share, clock.virtual_time, array(select queue_type from served) as served,
             (select tag from running) as running, pg_relation_size('job_leases') as bytes,
             (select fair_tag from jobs
              where channel = $1 and share = asked.share
                -- Open, in the words of the index jobs_open.
                and coalesce(finished_at, 'infinity') = 'infinity'
              order by fair_tag desc limit 1) as last_tag
      from unnest($2::text[]) as asked(share) cross join clock
      """;

  private static final String PROBE =
      PATTERN
          .replace("SERVED", "select distinct queue_type from job_leases where channel = $1")
          .replace("RUNNING", "select max(fair_tag) as tag from job_leases where channel = $1");

  /** The same for a while after an answer, with what it said of leases. */
  private static final String PROBE_WITHOUT_LEASES =
      PATTERN
          .replace("SERVED", "select unnest($5::text[]) as queue_type")
          .replace("RUNNING", "select $6::float8 as tag");

  // Leases that ended stay in the table while another transaction keeps an old snapshot, and each
  // question reads them. What is larger than this is asked twice a second only.
  private static final long HEAVY_BYTES = 1024 * 1024;
  private static final long GOOD_FOR_NANOS = Duration.ofMillis(500).toNanos();

  private final Watermarks watermarks;
  private final double headStart;
  private final Map<Share, Drawn> drawn = new HashMap<>();

  /** What heavy answers said of leases, per channel. */
  private final Map<String, Leases> leases = new ConcurrentHashMap<>();

  FairOrder(Watermarks watermarks, double headStart) {
    this.watermarks = watermarks;
    this.headStart = headStart;
  }

  /** Gives each plan its place, in their order. */
  Uni<List<Tags>> draw(Tx tx, List<NewPlan> plans) {
    List<Share> shares = plans.stream().map(Share::of).toList();
    shares.forEach(this::begin);
    tx.afterEnd(() -> shares.forEach(this::end));
    return Multi.createFrom()
        .iterable(shares.stream().map(Share::channel).distinct().toList())
        .onItem()
        .transformToUniAndConcatenate(channel -> probe(tx, channel, shares))
        .collect()
        .in(HashMap<Share, Probe>::new, Map::putAll)
        .map(probes -> plans.stream().map(plan -> place(plan, probes)).toList());
  }

  private Uni<Map<Share, Probe>> probe(Tx tx, String channel, List<Share> shares) {
    Map<String, Double> lows = watermarks.ofChannel(channel);
    Tuple arguments =
        Tuple.tuple()
            .addString(channel)
            .addArrayOfString(
                shares.stream()
                    .filter(share -> share.channel().equals(channel))
                    .map(Share::share)
                    .distinct()
                    .toArray(String[]::new))
            .addArrayOfString(lows.keySet().toArray(String[]::new))
            .addArrayOfDouble(lows.values().toArray(Double[]::new));
    return ask(tx, channel, arguments)
        .map(
            rows -> {
              Map<Share, Probe> probes = new HashMap<>();
              for (Row row : rows) {
                probes.put(new Share(channel, row.getString("share")), Probe.of(row));
              }
              return probes;
            });
  }

  private Uni<RowSet<Row>> ask(Tx tx, String channel, Tuple arguments) {
    Leases known = leases.get(channel);
    if (known != null && known.isGood(watermarks.jobsTaken())) {
      return tx.run(
          PROBE_WITHOUT_LEASES,
          arguments.addArrayOfString(known.types()).addValue(known.runningTag()));
    }
    return tx.run(PROBE, arguments).invoke(rows -> remember(channel, rows));
  }

  private void remember(String channel, RowSet<Row> rows) {
    for (Row row : rows) {
      if (row.getLong("bytes") > HEAVY_BYTES) {
        leases.put(channel, Leases.of(row, watermarks.jobsTaken()));
      } else {
        leases.remove(channel);
      }
    }
  }

  private Tags place(NewPlan plan, Map<Share, Probe> probes) {
    Share share = Share.of(plan);
    double fair =
        next(share, Objects.requireNonNull(probes.get(share)), plan.cost() / plan.weight());
    return new Tags(fair, plan.interactive() ? fair - headStart : fair);
  }

  // Requests of one share that are under way together do not see each other's rows. What this
  // process gave is therefore remembered as long as one of them is under way.
  private synchronized void begin(Share share) {
    drawn.computeIfAbsent(share, key -> new Drawn()).underWay++;
  }

  private synchronized void end(Share share) {
    Drawn known = drawn.get(share);
    if (known != null && --known.underWay == 0) {
      drawn.remove(share);
    }
  }

  private synchronized double next(Share share, Probe probe, double cost) {
    Drawn known = drawn.computeIfAbsent(share, key -> new Drawn());
    double last = Math.max(known.last, probe.lastTag());
    known.last = Math.max(probe.virtualTime(), last + cost);
    return known.last;
  }

  /** What is known of a channel's leases, since when, and how many jobs had been taken then. */
  private record Leases(List<String> served, @Nullable Double runningTag, long jobsTaken, long at) {
    static Leases of(Row row, long jobsTaken) {
      List<String> served = List.of(row.getArrayOfStrings("served"));
      // Where nothing runs, time stands where the first job waits: that is as dear to find.
      Double time = row.getDouble(served.isEmpty() ? "virtual_time" : "running");
      return new Leases(served, time, jobsTaken, System.nanoTime());
    }

    /** That nothing runs is true until the next job is taken. */
    boolean isGood(long jobsTakenNow) {
      return System.nanoTime() - at < GOOD_FOR_NANOS
          && (!served.isEmpty() || jobsTaken == jobsTakenNow);
    }

    String[] types() {
      return served.toArray(String[]::new);
    }
  }

  /** Where a plan stands: its fair place, and the place at which it is taken. */
  record Tags(double fair, double taken) {}

  private record Share(String channel, String share) {
    static Share of(NewPlan plan) {
      return new Share(plan.channel(), plan.share());
    }
  }

  /** What the database knows: the channel's virtual time, and the last open tag of a share. */
  private record Probe(double virtualTime, double lastTag) {
    static Probe of(Row row) {
      Double last = row.getDouble("last_tag");
      return new Probe(
          row.getDouble("virtual_time"), last == null ? Double.NEGATIVE_INFINITY : last);
    }
  }

  private static final class Drawn {
    private int underWay;
    private double last = Double.NEGATIVE_INFINITY;
  }
}

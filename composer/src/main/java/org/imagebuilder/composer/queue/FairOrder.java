package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.composer.database.Tx;

/**
 * Start-time fair queueing: who asked for little is served before who asked for much. A plan's tag
 * follows the last one of its share, but is never earlier than virtual time, which follows the
 * service that was given (docs/adr/0010).
 */
final class FairOrder {
  private static final String PROBE =
      """
      with recursive served as (
        -- A type that no worker serves must not hold virtual time back.
        select distinct queue_type from job_leases where channel = $1),
      type as (
        (select queue_type from jobs where channel = $1 and state = 'ready'
         order by queue_type limit 1)
        union all
        select (select queue_type from jobs
                where channel = $1 and state = 'ready' and queue_type > type.queue_type
                order by queue_type limit 1)
        from type where type.queue_type is not null)
      select
        coalesce(
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
          (select max(fair_tag) from job_leases where channel = $1),
          (select min(head.fair_tag)
           from type
           cross join lateral (
             select fair_tag from jobs
             where channel = $1 and queue_type = type.queue_type and state = 'ready'
             order by tag, number limit 8) as head),
          0) as virtual_time,
        (select fair_tag from jobs
         where channel = $1 and share = $2 and state in ('waiting', 'ready', 'running')
         order by fair_tag desc limit 1) as last_tag
      """;

  private final Watermarks watermarks;
  private final double headStart;
  private final Map<Share, Drawn> drawn = new HashMap<>();

  FairOrder(Watermarks watermarks, double headStart) {
    this.watermarks = watermarks;
    this.headStart = headStart;
  }

  /** Gives a plan its place. */
  Uni<Tags> draw(Tx tx, NewPlan plan) {
    Share share = new Share(plan.channel(), plan.share());
    begin(share);
    tx.afterEnd(() -> end(share));
    Map<String, Double> lows = watermarks.ofChannel(plan.channel());
    Tuple arguments =
        Tuple.of(
            plan.channel(),
            plan.share(),
            lows.keySet().toArray(String[]::new),
            lows.values().toArray(Double[]::new));
    return tx.run(PROBE, arguments)
        .map(
            rows -> {
              Row row = rows.iterator().next();
              double fair =
                  next(
                      share,
                      row.getDouble("virtual_time"),
                      Optional.ofNullable(row.getDouble("last_tag")),
                      plan.cost() / plan.weight());
              return new Tags(fair, plan.interactive() ? fair - headStart : fair);
            });
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

  private synchronized double next(
      Share share, double virtualTime, Optional<Double> lastTag, double cost) {
    Drawn known = drawn.computeIfAbsent(share, key -> new Drawn());
    double last = Math.max(known.last, lastTag.orElse(Double.NEGATIVE_INFINITY));
    known.last = Math.max(virtualTime, last + cost);
    return known.last;
  }

  /** Where a plan stands: its fair place, and the place at which it is taken. */
  record Tags(double fair, double taken) {}

  private record Share(String channel, String share) {}

  private static final class Drawn {
    private int underWay;
    private double last = Double.NEGATIVE_INFINITY;
  }
}

package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.imagebuilder.composer.database.Statements;

/**
 * Leases the first ready jobs of some types to the polls that wait for them, and reads what light
 * ones carry, in one statement.
 */
final class Take {
  // A limit must be a literal: with a parameter a prepared statement gets a plan that sorts the
  // whole backlog. So there is one statement per batch size, and a take uses the largest that fits.
  private static final int[] SIZES = {64, 16, 4, 1};
  private static final Map<Integer, String> STATEMENTS = new HashMap<>();

  private static final String TAKE =
      """
      with candidate as (
        select j.id, j.tag, j.number
        from unnest($2::text[], $3::float8[]) as wanted(queue_type, low)
        cross join lateral (
          select id, tag, number from jobs
          where channel = $1 and queue_type = wanted.queue_type and state = 'ready'
            and tag >= wanted.low
          order by tag, number limit LIMIT for update skip locked) as j
        -- What was locked and is left out here is unlocked by the commit.
        order by j.tag, j.number limit LIMIT),
      placed as (
        select id, row_number() over (order by tag, number) as place from candidate),
      taken as (
        update jobs set state = 'running', started_at = now(), token = gen_random_uuid()
        from placed where jobs.id = placed.id
        returning jobs.id, jobs.token, jobs.queue_type, jobs.tag, jobs.fair_tag, jobs.queued_at,
                  jobs.started_at, placed.place),
      leased as (
        insert into job_leases (job, token, channel, queue_type, worker, fair_tag, expires_at)
        select taken.id, taken.token, $1, taken.queue_type, poll.worker, taken.fair_tag,
               now() + poll.seconds * interval '1 s'
        from taken
        join unnest($4::uuid[], $5::float8[]) with ordinality as poll(worker, seconds, place)
          using (place))
      select job.token, job.queue_type, job.tag, job.place,
      """
          + HandOver.LOAD
          + """
      from taken as job
      """
          + HandOver.LOAD_OF_JOB
          + "order by job.place";

  static {
    for (int size : SIZES) {
      STATEMENTS.put(size, TAKE.replace("LIMIT", Integer.toString(size)));
    }
  }

  private final Statements database;
  private final Watermarks watermarks;
  private final QueueConfig config;

  Take(Statements database, Watermarks watermarks, QueueConfig config) {
    this.database = database;
    this.watermarks = watermarks;
    this.config = config;
  }

  /** How many of so many waiting polls one take serves. */
  static int batch(int waiting) {
    return IntStream.of(SIZES).filter(size -> size <= waiting).findFirst().orElse(0);
  }

  /** The statement for a batch of this size, for a look at its plan. */
  static String statement(int batch) {
    return STATEMENTS.getOrDefault(batch, TAKE);
  }

  /** Takes at most one job for each poll; place 0 is the first poll's. */
  Uni<List<Taken>> forPolls(String channel, List<String> queueTypes, List<LeaseRequest> polls) {
    Map<String, Watermarks.Start> starts = new HashMap<>();
    queueTypes.forEach(type -> starts.put(type, watermarks.start(channel, type)));
    Tuple arguments =
        Tuple.of(
            channel,
            queueTypes.toArray(String[]::new),
            queueTypes.stream()
                .map(type -> starts.getOrDefault(type, FROM_THE_START).tag())
                .toArray(Double[]::new),
            polls.stream().map(poll -> poll.worker().orElse(null)).toArray(UUID[]::new),
            polls.stream().map(this::seconds).toArray(Double[]::new));
    return database
        .run(statement(polls.size()), arguments)
        .map(
            rows -> {
              List<Taken> jobs = new ArrayList<>();
              rows.forEach(row -> jobs.add(taken(row, channel)));
              // In the order of tags, so that the last of a type has its greatest.
              jobs.forEach(
                  job ->
                      watermarks.taken(
                          channel,
                          job.queueType(),
                          starts.getOrDefault(job.queueType(), FROM_THE_START),
                          job.tag()));
              return jobs;
            });
  }

  private static final Watermarks.Start FROM_THE_START =
      new Watermarks.Start(Double.NEGATIVE_INFINITY, -1);

  private double seconds(LeaseRequest poll) {
    Duration lease = poll.confirms() ? config.confirmingLease() : config.unconfirmedLease();
    return lease.toMillis() / 1000.0;
  }

  private static Taken taken(Row row, String channel) {
    Lease lease = new Lease(row.getUUID("token"), channel);
    return new Taken(
        new JobId(row.getUUID("id")),
        lease,
        row.getString("queue_type"),
        row.getDouble("tag"),
        row.getLong("place").intValue() - 1,
        row.getLong("bytes"),
        HandOver.isLight(row)
            ? Optional.of(HandOver.leased(row, lease, row.getString("queue_type")))
            : Optional.empty());
  }
}

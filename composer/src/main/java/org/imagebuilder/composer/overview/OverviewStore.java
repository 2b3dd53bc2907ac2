package org.imagebuilder.composer.overview;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * Questions of operators. The database writes the JSON itself; times are its own, so that they can
 * be compared whichever replica answers.
 */
@ApplicationScoped
class OverviewStore {
  private static final String WORKERS =
      """
      select w.id::text as id, w.channel, w.architecture, w.capabilities, w.asked,
             w.registered_at, w.heard_at,
             extract(epoch from now() - w.heard_at)::float8 as silent_seconds,
             coalesce(held.jobs, '[]'::json)::text as jobs
      from workers w
      left join (
        select l.worker, json_agg(json_build_object(
                 'id', j.id, 'type', j.queue_type, 'compose', j.plan_id,
                 'started_at', j.started_at, 'cancelled', l.cancelled)
                 order by j.started_at) as jobs
        from job_leases l join jobs j on j.id = l.job
        group by l.worker) as held on held.worker = w.id
      order by w.channel, w.heard_at desc
      limit 10000
      """;

  private static final String QUEUE =
      """
      with share as (
        select channel, queue_type, share,
               count(*) filter (where state = 'waiting') as waiting,
               count(*) filter (where state = 'ready') as ready,
               count(*) filter (where state = 'running') as running,
               min(queued_at) filter (where state = 'ready') as oldest
        from jobs where coalesce(finished_at, 'infinity') = 'infinity'
        group by channel, queue_type, share),
      ranked as (
        select *, row_number() over (
          partition by channel, queue_type order by ready desc, running desc, share) as place
        from share)
      select r.channel, r.queue_type, sum(waiting)::int8 as waiting, sum(ready)::int8 as ready,
             sum(running)::int8 as running, count(*) as shares,
             extract(epoch from now() - min(oldest))::float8 as oldest_seconds,
             max(a.asked_at) as asked_at,
             json_agg(json_build_object('share', share, 'waiting', waiting, 'ready', ready,
                                        'running', running) order by place)
               filter (where place <= 20)::text as largest
      from ranked r left join asked_types a using (channel, queue_type)
      group by r.channel, r.queue_type
      order by r.channel, r.queue_type
      """;

  private static final String COMPOSE =
      """
      select j.plan_id::text as compose, j.channel, j.share, j.id::text as id, j.queue_type,
             j.state, j.waiting_for, j.lost_attempts, j.queued_at, j.started_at, j.finished_at,
             l.job is not null as leased, l.worker::text as worker, l.confirmed_at, l.expires_at,
             coalesce(l.cancelled, false) as cancelled
      from jobs j left join job_leases l on l.job = j.id
      where j.plan_id = coalesce((select plan_id from jobs where id = $1), $1)
      order by j.number
      """;

  private final Database database;

  OverviewStore(Database database) {
    this.database = database;
  }

  /** Who registered, what they can do, and what they are busy with. */
  Uni<JsonObject> workers() {
    return database
        .run(WORKERS)
        .map(
            rows -> {
              JsonArray workers = new JsonArray();
              rows.forEach(row -> workers.add(worker(row)));
              return new JsonObject().put("workers", workers);
            });
  }

  /** How many jobs wait and run, by channel and type, and whose they are. */
  Uni<JsonObject> queue() {
    return database
        .run(QUEUE)
        .map(
            rows -> {
              JsonArray types = new JsonArray();
              rows.forEach(row -> types.add(type(row)));
              return new JsonObject().put("queue", types);
            });
  }

  /** The jobs of a compose, by its id or that of one of its jobs. */
  Uni<Optional<JsonObject>> compose(UUID id) {
    return database.run(COMPOSE, Tuple.of(id)).map(OverviewStore::compose);
  }

  private static JsonObject worker(Row row) {
    return new JsonObject()
        .put("id", row.getString("id"))
        .put("channel", row.getString("channel"))
        .put("architecture", row.getString("architecture"))
        .put("capabilities", texts(row, "capabilities"))
        .put("asks_for", texts(row, "asked"))
        .put("registered_at", time(row, "registered_at"))
        .put("heard_at", time(row, "heard_at"))
        .put("silent_seconds", seconds(row, "silent_seconds"))
        .put("jobs", new JsonArray(row.getString("jobs")));
  }

  private static JsonObject type(Row row) {
    return new JsonObject()
        .put("channel", row.getString("channel"))
        .put("type", row.getString("queue_type"))
        .put("waiting", row.getLong("waiting"))
        .put("ready", row.getLong("ready"))
        .put("running", row.getLong("running"))
        .put("oldest_ready_seconds", seconds(row, "oldest_seconds"))
        .put("asked_at", time(row, "asked_at"))
        .put("shares", row.getLong("shares"))
        .put("largest_shares", new JsonArray(row.getString("largest")));
  }

  private static Optional<JsonObject> compose(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row first = rows.iterator().next();
    JsonArray jobs = new JsonArray();
    rows.forEach(row -> jobs.add(job(row)));
    return Optional.of(
        new JsonObject()
            .put("id", first.getString("compose"))
            .put("channel", first.getString("channel"))
            .put("share", first.getString("share"))
            .put("jobs", jobs));
  }

  private static JsonObject job(Row row) {
    JsonObject job =
        new JsonObject()
            .put("id", row.getString("id"))
            .put("type", row.getString("queue_type"))
            .put("state", row.getString("state"))
            .put("waiting_for", row.getInteger("waiting_for"))
            .put("lost_attempts", row.getInteger("lost_attempts"))
            .put("queued_at", time(row, "queued_at"))
            .put("started_at", time(row, "started_at"))
            .put("finished_at", time(row, "finished_at"));
    if (row.getBoolean("leased")) {
      job.put(
          "lease",
          new JsonObject()
              .put("worker", row.getString("worker"))
              .put("confirmed_at", time(row, "confirmed_at"))
              .put("expires_at", time(row, "expires_at"))
              .put("cancelled", row.getBoolean("cancelled")));
    }
    return job;
  }

  private static JsonArray texts(Row row, String column) {
    JsonArray texts = new JsonArray();
    for (String text : row.getArrayOfStrings(column)) {
      texts.add(text);
    }
    return texts;
  }

  private static @Nullable String time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant().toString();
  }

  private static @Nullable Double seconds(Row row, String column) {
    Double seconds = row.getDouble(column);
    return seconds == null ? null : Math.round(seconds * 1000) / 1000.0;
  }
}

package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Tx;
import org.jboss.logging.Logger;

/** Ends jobs that nobody took, with what depends on them. */
final class GivingUp {
  private static final Logger LOG = Logger.getLogger(GivingUp.class);

  // A job that is being taken this moment is left alone.
  private static final String LOCK =
      """
      select id from jobs
      where channel = $1 and queue_type = $2 and state = 'ready'
        and queued_at < now() - $3 * interval '1 s'
      order by number limit 200
      for no key update skip locked
      """;

  private static final String FAIL =
      """
      with ended as (
        update jobs set state = 'failed', finished_at = now(), summary = $2
        where id = any($1)
        returning id, awaited_until),
      stored as (
        insert into job_results (job, result) select id, $3 from ended)
      select id, awaited_until is not null as awaited from ended
      """;

  private final Database database;
  private final JobSignal signal;
  private final Cascade cascade;

  GivingUp(Database database, JobSignal signal, Cascade cascade) {
    this.database = database;
    this.signal = signal;
    this.cascade = cascade;
  }

  Uni<Integer> jobs(String channel, String queueType, Duration age, Ending ending) {
    return database
        .inTransaction(
            tx ->
                tx.run(LOCK, Tuple.of(channel, queueType, age.toMillis() / 1000.0))
                    .map(GivingUp::ids)
                    .chain(ids -> fail(tx, ids, ending)))
        .invoke(
            ids ->
                ids.forEach(
                    id ->
                        LOG.infof(
                            "Job set to failed jobType=%s jobId=%s channel=%s reason=%s",
                            queueType, id, channel, "no worker asks for it")))
        .map(List::size);
  }

  private Uni<List<UUID>> fail(Tx tx, List<UUID> ids, Ending ending) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(ids);
    }
    return tx.run(
            FAIL,
            Tuple.of(ids.toArray(UUID[]::new), ending.summary().orElse(null), ending.result()))
        .invoke(rows -> tx.afterCommit(() -> signal.ended(awaited(rows))))
        .chain(() -> cascade.from(tx, ids))
        .replaceWith(ids);
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  private static List<JobId> awaited(RowSet<Row> rows) {
    List<JobId> awaited = new ArrayList<>();
    rows.forEach(
        row -> {
          if (row.getBoolean("awaited")) {
            awaited.add(new JobId(row.getUUID("id")));
          }
        });
    return awaited;
  }
}

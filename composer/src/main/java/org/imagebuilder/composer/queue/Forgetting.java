package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Tx;

/** How plans leave the database: old ones in batches, single ones by request; always whole. */
final class Forgetting {
  private static final String OLD_PLANS =
      """
      with recursive channel as (
        (select channel from jobs where finished_at is not null order by channel limit 1)
        union all
        select (select channel from jobs
                where finished_at is not null and channel > channel.channel
                order by channel limit 1)
        from channel where channel.channel is not null)
      select distinct old.plan_id
      from channel
      cross join lateral (
        select j.plan_id from jobs j
        where j.channel = channel.channel and j.finished_at < now() - $2 * interval '1 s'
          and not exists (
            select from jobs o where o.plan_id = j.plan_id
              and (o.finished_at is null or o.finished_at >= now() - $2 * interval '1 s'))
          and not exists (
            select from jobs o join job_leases l on l.job = o.id where o.plan_id = j.plan_id)
          and not exists (
            select from jobs o
            join job_inputs i on i.input = o.id
            join jobs d on d.id = i.job
            where o.plan_id = j.plan_id and d.plan_id <> j.plan_id)
        order by j.finished_at limit 100) as old
      where $1::text is null or channel.channel = $1
      limit 200
      """;

  private static final String LOCK_PLANS =
      "select id from jobs where plan_id = any($1) order by number for update";

  // Looks again, for a job may have come to need a result before the lock was had.
  private static final String DELETE_PLANS =
      """
      delete from jobs
      where plan_id = any($1)
        and not exists (
          select from jobs o
          left join job_leases l on l.job = o.id
          where o.plan_id = jobs.plan_id and (o.finished_at is null or l.job is not null))
        and not exists (
          select from jobs o
          join job_inputs i on i.input = o.id
          join jobs d on d.id = i.job
          where o.plan_id = jobs.plan_id and d.plan_id <> jobs.plan_id)
      """;

  private static final String PLAN_REMAINS = "select from jobs where plan_id = $1 limit 1";

  private static final String FORGET_RESULTS =
      """
      with old as (
        select j.id from jobs j
        where j.finished_at < now() - $2 * interval '1 s'
          and ($1::text is null or j.channel = $1)
          and (exists (select from job_results r where r.job = j.id)
               or exists (select from job_args a where a.job = j.id))
          and not exists (
            select from job_inputs i join jobs d on d.id = i.job
            where i.input = j.id and d.finished_at is null)
        -- Few, for each may weigh many megabytes.
        limit 50),
      arg as (delete from job_args using old where job_args.job = old.id),
      result as (delete from job_results using old where job_results.job = old.id)
      select id from old
      """;

  private final Database database;

  Forgetting(Database database) {
    this.database = database;
  }

  Uni<Integer> purge(PurgeRule rule) {
    return purgePlans(rule)
        .onItem()
        .transformToUni(
            jobs ->
                jobs > 0 || rule.keepResults().compareTo(rule.keepPlans()) >= 0
                    ? Uni.createFrom().item(jobs)
                    : purgeResults(rule));
  }

  Uni<Boolean> delete(Tx tx, UUID planId) {
    Tuple plan = Tuple.of((Object) new UUID[] {planId});
    return tx.run(LOCK_PLANS, plan)
        .chain(() -> tx.run(DELETE_PLANS, plan))
        .chain(() -> tx.run(PLAN_REMAINS, Tuple.of(planId)))
        .map(rows -> rows.size() == 0);
  }

  private Uni<Integer> purgePlans(PurgeRule rule) {
    Tuple limits = Tuple.of(rule.channel().orElse(null), rule.keepPlans().toMillis() / 1000.0);
    return database
        .run(OLD_PLANS, limits)
        .onItem()
        .transformToUni(
            rows -> {
              if (rows.size() == 0) {
                return Uni.createFrom().item(0);
              }
              List<UUID> ids = new ArrayList<>();
              rows.forEach(row -> ids.add(row.getUUID("plan_id")));
              Tuple plans = Tuple.of((Object) ids.toArray(UUID[]::new));
              return database.inTransaction(
                  tx ->
                      tx.run(LOCK_PLANS, plans)
                          .chain(() -> tx.run(DELETE_PLANS, plans))
                          .map(RowSet::rowCount));
            });
  }

  private Uni<Integer> purgeResults(PurgeRule rule) {
    return database
        .run(
            FORGET_RESULTS,
            Tuple.of(rule.channel().orElse(null), rule.keepResults().toMillis() / 1000.0))
        .map(RowSet::size);
  }
}

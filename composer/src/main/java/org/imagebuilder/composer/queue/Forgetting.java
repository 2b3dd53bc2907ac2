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

/** How plans leave the database: old ones in batches, single ones by request; always whole. */
final class Forgetting {
  /** That the plan of a job {@code j} may go: all has ended, and nobody needs anything of it. */
  private static final String IS_FREE =
      """
      not exists (
          select from jobs o left join job_leases l on l.job = o.id
          where o.plan_id = j.plan_id and (o.finished_at is null or l.job is not null))
        and not exists (
          select from jobs o
          join job_inputs i on i.input = o.id
          join jobs d on d.id = i.job
          where o.plan_id = j.plan_id and d.plan_id <> j.plan_id)
      """;

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
              and o.finished_at >= now() - $2 * interval '1 s')
          and IS_FREE
        order by j.finished_at limit 100) as old
      where ($1::text is null or channel.channel = $1) and channel.channel <> all ($3)
      limit 200
      """
          .replace("IS_FREE", IS_FREE);

  private static final String LOCK_PLANS =
      "select id from jobs where plan_id = any($1) order by number for update";

  // Looks again, for a job may have come to need a result before the lock was had.
  private static final String DELETE_PLANS =
      "delete from jobs j where plan_id = any($1) and " + IS_FREE;

  private static final String PLAN_REMAINS = "select from jobs where plan_id = $1 limit 1";

  // What a batch may weigh, as it is stored.
  private static final String BATCH_BYTES = Integer.toString(64 << 20);

  private static final String FORGET_RESULTS =
      """
      with candidate as (
        select j.id, j.number,
               coalesce((select pg_column_size(result) from job_results where job = j.id), 0)
               + coalesce((select pg_column_size(args) from job_args where job = j.id), 0) as bytes
        from jobs j
        where j.finished_at < now() - $2 * interval '1 s'
          and ($1::text is null or j.channel = $1) and j.channel <> all ($3)
          and (exists (select from job_results r where r.job = j.id)
               or exists (select from job_args a where a.job = j.id))
          and not exists (
            select from job_inputs i join jobs d on d.id = i.job
            where i.input = j.id and d.finished_at is null)
        limit 200),
      -- Few, when each weighs many megabytes; one, whatever it weighs.
      old as (
        select id from (
          select id, sum(bytes) over (order by number) - bytes as before from candidate) as c
        where before < BYTES),
      arg as (delete from job_args using old where job_args.job = old.id),
      result as (delete from job_results using old where job_results.job = old.id)
      select id from old
      """
          .replace("BYTES", BATCH_BYTES);

  private static final String LIGHT_PLANS =
      """
      select plan_id from (
        select plan_id, sum(bytes) over (order by plan_id) - bytes as before
        from (
          select j.plan_id, sum(coalesce(pg_column_size(r.result), 0)
                                + coalesce(pg_column_size(a.args), 0)) as bytes
          from jobs j
          left join job_results r on r.job = j.id
          left join job_args a on a.job = j.id
          where j.plan_id = any($1)
          group by j.plan_id) as plan) as weighed
      where before < BYTES
      """
          .replace("BYTES", BATCH_BYTES);

  private static final String COUNT =
      """
      select count(*) from jobs j
      where j.finished_at is not null
        and ($1::text is null or j.channel = $1) and j.channel <> all ($3)
        and ((j.finished_at < now() - $4 * interval '1 s'
              and (exists (select from job_results r where r.job = j.id)
                   or exists (select from job_args a where a.job = j.id)))
             or (not exists (
                   select from jobs o where o.plan_id = j.plan_id
                     and o.finished_at >= now() - $2 * interval '1 s')
                 and IS_FREE))
      """
          .replace("IS_FREE", IS_FREE);

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

  Uni<Long> purgeable(PurgeRule rule) {
    return database
        .run(
            COUNT, limits(rule, rule.keepPlans()).addDouble(rule.keepResults().toMillis() / 1000.0))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  Uni<Boolean> delete(Tx tx, UUID planId) {
    Tuple plan = Tuple.of((Object) new UUID[] {planId});
    return tx.run(LOCK_PLANS, plan)
        .chain(() -> tx.run(DELETE_PLANS, plan))
        .chain(() -> tx.run(PLAN_REMAINS, Tuple.of(planId)))
        .map(rows -> rows.size() == 0);
  }

  private Uni<Integer> purgePlans(PurgeRule rule) {
    return database
        .run(OLD_PLANS, limits(rule, rule.keepPlans()))
        .map(Forgetting::plans)
        .chain(old -> database.run(LIGHT_PLANS, old))
        .onItem()
        .transformToUni(
            rows -> {
              if (rows.size() == 0) {
                return Uni.createFrom().item(0);
              }
              Tuple plans = plans(rows);
              return database.inTransaction(
                  tx ->
                      tx.run(LOCK_PLANS, plans)
                          .chain(() -> tx.run(DELETE_PLANS, plans))
                          .map(RowSet::rowCount));
            });
  }

  private Uni<Integer> purgeResults(PurgeRule rule) {
    return database.run(FORGET_RESULTS, limits(rule, rule.keepResults())).map(RowSet::size);
  }

  private static Tuple limits(PurgeRule rule, Duration keep) {
    return Tuple.of(
        rule.channel().orElse(null),
        keep.toMillis() / 1000.0,
        rule.except().toArray(String[]::new));
  }

  private static Tuple plans(RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("plan_id")));
    return Tuple.of((Object) ids.toArray(UUID[]::new));
  }
}

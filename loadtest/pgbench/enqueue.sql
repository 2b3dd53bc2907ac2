-- One compose with two jobs, alone in its transaction: the statements of ComposeStore, FairOrder and PlanWriter.
\set number random(1, 20)
select gen_random_uuid() as root, gen_random_uuid() as manifest, 'share ' || :number as share \gset
begin;
insert into composes (id, tenant, channel, request, secrets, idempotency_key, request_hash)
select * from unnest(array[:root::uuid], array['']::text[], array['']::text[], array[repeat('{"padding":"x"}', 60)],
                     array[null]::text[], array[null]::text[], array[null]::bytea[])
       as compose(id, tenant, channel, request, secrets, key, hash)
order by tenant, key
on conflict (tenant, idempotency_key) do nothing
returning id;
with recursive served as (
  select distinct queue_type from job_leases where channel = ''),
type as (
  (select queue_type from jobs where channel = '' and state = 'ready' order by queue_type limit 1)
  union all
  select (select queue_type from jobs
          where channel = '' and state = 'ready' and queue_type > type.queue_type
          order by queue_type limit 1)
  from type where type.queue_type is not null),
clock as materialized (
  select coalesce(
    (select min(head.fair_tag)
     from served
     cross join lateral (
       select fair_tag from jobs
       where channel = '' and queue_type = served.queue_type and state = 'ready'
       order by tag, number limit 8) as head),
    (select max(fair_tag) from job_leases where channel = ''),
    (select min(head.fair_tag)
     from type
     cross join lateral (
       select fair_tag from jobs
       where channel = '' and queue_type = type.queue_type and state = 'ready'
       order by tag, number limit 8) as head),
    0) as virtual_time)
select greatest(clock.virtual_time,
                1 + coalesce((select fair_tag from jobs
                              where channel = '' and share = asked.share
                                and state in ('waiting', 'ready', 'running')
                              order by fair_tag desc limit 1), 0)) as tag
from unnest(array[:share::text]) as asked(share) cross join clock \gset
with job as (
  insert into jobs (id, plan_id, channel, share, fair_tag, tag, queue_type, state, waiting_for,
                    runs_when_input_fails, awaited_until)
  select n.id, n.plan_id, n.channel, n.share, n.fair_tag, n.tag, n.queue_type,
         case n.waiting_for when 0 then 'ready' else 'waiting' end, n.waiting_for, false, null
  from unnest(array[:manifest::uuid, :root::uuid], array[:root::uuid, :root::uuid], array['', ''], array[:share::text, :share::text],
              array[:tag::float8, :tag::float8], array[:tag::float8, :tag::float8], array['rpm-manifest', 'osbuild'],
              array[0, 1])
    with ordinality as n(id, plan_id, channel, share, fair_tag, tag, queue_type, waiting_for, place)
  order by n.place),
arg as (
  insert into job_args (job, args, result_if_input_failed, summary_if_input_failed, result_if_lost, summary_if_lost)
  select job, repeat('{"padding":"x"}', 100), '{}', '{}', '{}', '{}'
  from unnest(array[:manifest::uuid, :root::uuid]) as job)
insert into job_inputs (job, position, input, name)
select * from unnest(array[:root::uuid], array[0], array[:manifest::uuid], array['manifest']);
commit;

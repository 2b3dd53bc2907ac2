-- One job taken and finished by one worker: the statements of Take and Endings.
with candidate as (
  select j.id, j.tag, j.number
  from unnest(array['rpm-manifest', 'osbuild'], array['-infinity', '-infinity']::float8[]) as wanted(queue_type, low)
  cross join lateral (
    select id, tag, number from jobs
    where channel = '' and queue_type = wanted.queue_type and state = 'ready' and tag >= wanted.low
    order by tag, number limit 1 for update skip locked) as j
  order by j.tag, j.number limit 1),
taken as (
  update jobs set state = 'running', started_at = now(), token = gen_random_uuid()
  from candidate where jobs.id = candidate.id
  returning jobs.id, jobs.token, jobs.queue_type, jobs.fair_tag),
leased as (
  insert into job_leases (job, token, channel, queue_type, worker, fair_tag, expires_at)
  select id, token, '', queue_type, null, fair_tag, now() + interval '40 s' from taken)
select taken.token, length(a.args) as args,
       (select sum(length((select result from job_results where job_results.job = job_inputs.input)))
        from job_inputs where job_inputs.job = taken.id) as results
from taken cross join lateral (select args from job_args where job_args.job = taken.id limit 1) as a \gset
with held as materialized (
  select id, awaited_until from jobs
  where id = (select job from job_leases where token = :token::uuid and channel = '')
    and token = :token::uuid and state = 'running'
  for no key update),
freed as (
  delete from job_leases using held where job_leases.job = held.id),
ended as (
  update jobs set state = 'succeeded', finished_at = now(), summary = '{}',
                  result_hash = sha256(convert_to(repeat('{"padding":"x"}', 250), 'UTF8'))
  from held where jobs.id = held.id
  returning jobs.id),
stored as (
  insert into job_results (job, result) select id, repeat('{"padding":"x"}', 250) from held),
dependant as materialized (
  select id from jobs
  where id = any(array(select job from job_inputs where input = (select id from held)))
    and finished_at is null and waiting_for > 0
  order by number
  for no key update),
counted as (
  update jobs set waiting_for = waiting_for - 1,
                  state = case waiting_for when 1 then 'ready' else 'waiting' end
  where id = any(array(select id from dependant)) and finished_at is null and waiting_for > 0
  returning jobs.state)
select count(*) from ended, counted;

-- Jobs: narrow where it is busy. Whatever weighs stands in a table of its own, so that a change of
-- state never copies it.

create table jobs (
  id uuid primary key,
  -- Grows with every enqueue, so a job's number is greater than those of its inputs. Whoever locks
  -- several jobs does so in this order; it also breaks ties between equal tags.
  number bigint generated always as identity,
  plan_id uuid not null,
  channel text not null,
  share text not null,
  queue_type text not null,
  state text not null,
  -- Where the fair order puts the job, and where it is taken: earlier by a head start or the same.
  fair_tag float8 not null,
  tag float8 not null,
  waiting_for int not null,
  runs_when_input_fails boolean not null default false,
  lost_attempts int not null default 0,
  unconfirmed_leases int not null default 0,
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  awaited_until timestamptz,
  -- The last lease's token; stays when the job has ended, for a worker that repeats its result.
  token uuid,
  result_hash bytea,
  summary text,
  constraint state_is_one_of_six_words
    check (state in ('waiting', 'ready', 'running', 'succeeded', 'failed', 'cancelled')),
  constraint finished_at_exactly_when_final
    check ((finished_at is not null) = (state in ('succeeded', 'failed', 'cancelled'))),
  constraint a_job_waits_while_inputs_are_unfinished
    check (case state when 'waiting' then waiting_for > 0
                      when 'failed' then waiting_for >= 0
                      when 'cancelled' then waiting_for >= 0
                      else waiting_for = 0 end),
  constraint a_running_job_has_started_with_a_token
    check (state <> 'running' or (token is not null and started_at is not null)),
  constraint a_head_start_never_delays check (tag <= fair_tag),
  constraint a_summary_is_small check (octet_length(summary) <= 65536)
);

-- What a take looks through, per channel and type.
create index jobs_ready on jobs (channel, queue_type, tag, number) where state = 'ready';
-- The last tag of a share.
create index jobs_open on jobs (channel, share, fair_tag)
  where state in ('waiting', 'ready', 'running');
create index jobs_of_plan on jobs (plan_id, number);
-- A result that is sent twice is recognised.
create index jobs_ended_by_token on jobs (token) where finished_at is not null and token is not null;
-- What may be purged, oldest first.
create index jobs_ended on jobs (channel, finished_at) where finished_at is not null;
-- Jobs that somebody waits for: few, and short-lived.
create index jobs_awaited on jobs (awaited_until)
  where awaited_until is not null and finished_at is null;

create table job_inputs (
  job uuid not null references jobs on delete cascade,
  position int not null,
  input uuid not null,
  name text not null,
  primary key (job, position),
  -- Deferred, since a plan is purged in one statement whose rows go in any order.
  constraint an_input_is_a_job foreign key (input) references jobs deferrable initially deferred
);
create index job_inputs_input on job_inputs (input);

-- Text, never jsonb, which refuses strings that JSON allows and forgets how numbers were written.
create table job_args (
  job uuid primary key references jobs on delete cascade,
  args text not null,
  result_if_input_failed text,
  summary_if_input_failed text,
  result_if_lost text,
  summary_if_lost text
);

create table job_results (
  job uuid primary key references jobs on delete cascade,
  result text not null
);

-- One row per lease that is held; small and often written, hence the room in its pages and no
-- index on anything that a heartbeat changes.
create table job_leases (
  job uuid primary key references jobs on delete cascade,
  token uuid not null unique,
  channel text not null,
  queue_type text not null,
  worker uuid,
  fair_tag float8 not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  cancelled boolean not null default false,
  partial text,
  constraint partial_progress_is_small check (octet_length(partial) <= 65536)
) with (fillfactor = 50);

-- When a chore ran last, whichever replica ran it.
create table chores (
  name text primary key,
  last_run timestamptz not null
);

insert into chores (name, last_run) values ('rescue', now());

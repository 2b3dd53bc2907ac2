-- What workers ask for, true for all replicas: whether anybody is there for a type of job.

create table asked_types (
  channel text not null,
  queue_type text not null,
  -- Written some times a minute at most, however many workers poll.
  asked_at timestamptz not null default now(),
  primary key (channel, queue_type)
);

-- The types that a worker asked for last, for operators.
alter table workers add column asked text[] not null default '{}';

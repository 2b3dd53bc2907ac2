-- Workers that registered, and files that they put here.

create table workers (
  id uuid primary key,
  channel text not null,
  architecture text not null,
  capabilities text[] not null default '{}',
  registered_at timestamptz not null default now(),
  heard_at timestamptz not null default now()
);

-- Who is alive on a channel; also what a sweep of silent workers reads.
create index workers_of_channel on workers (channel, heard_at);

create table artifacts (
  -- Stored under the token of the lease that uploaded it, and never renamed.
  token uuid not null,
  name text not null,
  job uuid not null references jobs on delete cascade,
  size bigint,
  sha256 text,
  complete boolean not null default false,
  location text not null,
  created_at timestamptz not null default now(),
  primary key (token, name),
  constraint a_complete_artifact_knows_its_size_and_digest
    check (not complete or (size is not null and sha256 is not null))
);

create index artifacts_of_job on artifacts (job);

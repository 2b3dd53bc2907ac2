-- Clones: copies and shares of images that composes left at a cloud. How they go is folded from
-- their jobs; a clone that had nothing to do has none.

create table clones (
  id uuid primary key,
  -- The compose's root job, which stays as long as a clone needs it, also when its tenant has
  -- deleted the compose.
  compose uuid not null references jobs on delete cascade deferrable initially deferred,
  tenant text not null,
  region text not null,
  -- The plan in which the clone's jobs are, and the one that ends it.
  plan uuid,
  job uuid references jobs on delete cascade deferrable initially deferred,
  -- The job that copies the image, where this very clone asked for it.
  copy uuid,
  -- The image, where it was known from the start.
  ami text,
  created_at timestamptz not null default now(),
  idempotency_key text,
  request_hash bytea,
  constraint a_clone_has_a_job_or_an_image
    check ((plan is null) = (job is null) and (job is null) <> (ami is null)),
  constraint a_clones_idempotency_key_is_good_once_per_tenant unique (tenant, idempotency_key),
  constraint a_clones_key_is_kept_with_the_hash_of_its_request
    check ((idempotency_key is null) = (request_hash is null))
);

-- Copies that can be used again; also what the removal of a job looks for.
create index clones_of_compose on clones (compose, region);
create index clones_job on clones (job);

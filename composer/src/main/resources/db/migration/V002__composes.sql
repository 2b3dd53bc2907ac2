-- Composes: what was asked, by whom. How it goes is folded from its jobs and stored nowhere.

create table composes (
  -- The id of the root job of its plan, which is also the plan's id; purged together with it.
  id uuid primary key,
  tenant text not null,
  channel text not null,
  -- The request as it was accepted, with defaults; passwords are hashed before they come here.
  request text not null,
  -- What only the planner reads: activation keys and the like. Never read back to anybody.
  secrets text,
  created_at timestamptz not null default now(),
  idempotency_key text,
  request_hash bytea,
  constraint a_compose_is_known_by_its_root_job
    foreign key (id) references jobs on delete cascade deferrable initially deferred,
  constraint an_idempotency_key_is_good_once_per_tenant unique (tenant, idempotency_key),
  constraint a_key_is_kept_with_the_hash_of_its_request
    check ((idempotency_key is null) = (request_hash is null))
);

create index composes_newest on composes (tenant, created_at desc, id);

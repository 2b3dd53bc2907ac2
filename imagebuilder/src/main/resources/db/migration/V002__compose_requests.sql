-- A compose that is on its way to composer. The row is there before the call, its id is the
-- idempotency key of the call, and whoever is alive finishes it (docs/adr/0030).

CREATE TABLE compose_requests (
  id                   uuid        PRIMARY KEY,
  org_id               varchar     NOT NULL,
  account_number       varchar     NOT NULL,
  email                varchar,
  client_id            varchar,
  image_name           varchar,
  blueprint_version_id uuid        REFERENCES blueprint_versions (id) ON DELETE SET NULL,
  created_at           timestamp   NOT NULL,
  request              jsonb       NOT NULL,
  -- What composer is sent, secrets included; gone as soon as it is not needed any more.
  outgoing             jsonb,
  state                varchar     NOT NULL,
  job_id               uuid        UNIQUE,
  attempts             integer     NOT NULL DEFAULT 0,
  next_attempt_at      timestamp   NOT NULL,
  lost_because         varchar,
  CONSTRAINT a_request_belongs_to_somebody CHECK (org_id NOT SIMILAR TO '[ ]*'),
  CONSTRAINT a_request_is_in_a_known_state CHECK (state IN ('REQUESTED', 'ACCEPTED', 'LOST')),
  CONSTRAINT an_accepted_request_names_its_compose CHECK ((state = 'ACCEPTED') = (job_id IS NOT NULL)),
  CONSTRAINT only_a_waiting_request_keeps_what_is_sent CHECK ((state = 'REQUESTED') = (outgoing IS NOT NULL)),
  CONSTRAINT a_lost_request_says_why CHECK ((state = 'LOST') = (lost_because IS NOT NULL))
);

-- The quota counts the waiting ones of an organisation; the sweep looks for those that are due.
CREATE INDEX compose_requests_waiting_by_organisation
  ON compose_requests (org_id) WHERE state = 'REQUESTED';
CREATE INDEX compose_requests_due
  ON compose_requests (next_attempt_at) WHERE state = 'REQUESTED';
-- The list of composes is by organisation, newest first, and stays quick with a long history.
CREATE INDEX composes_org_id_created_at_idx ON composes (org_id, created_at DESC);

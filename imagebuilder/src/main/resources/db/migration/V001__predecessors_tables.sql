-- The tables of the service that came before, in the state of its fifteenth migration. Others read
-- them, so names, types and constraints stay as they are.

CREATE TABLE schema_version (
  version integer NOT NULL
);
INSERT INTO schema_version (version) VALUES (15);

CREATE TABLE blueprints (
  id             uuid         PRIMARY KEY,
  org_id         varchar      NOT NULL,
  account_number varchar      NOT NULL,
  name           varchar(200) NOT NULL,
  description    varchar(250),
  created_at     timestamp    NOT NULL DEFAULT current_timestamp,
  deleted        boolean      NOT NULL DEFAULT false,
  metadata       jsonb,
  CONSTRAINT blueprints_org_id_check CHECK (org_id NOT SIMILAR TO '[ ]*'),
  CONSTRAINT blueprints_name_unique UNIQUE (name, org_id)
);
CREATE INDEX blueprints_org_id_idx ON blueprints (org_id);

CREATE TABLE blueprint_versions (
  id                uuid      PRIMARY KEY,
  blueprint_id      uuid      NOT NULL REFERENCES blueprints (id) ON DELETE CASCADE,
  version           integer   NOT NULL,
  body              jsonb     NOT NULL,
  created_at        timestamp NOT NULL DEFAULT current_timestamp,
  service_snapshots jsonb
);
CREATE UNIQUE INDEX blueprint_versions_blueprint_id_version_idx
  ON blueprint_versions (blueprint_id, version);

CREATE TABLE composes (
  job_id               uuid      PRIMARY KEY,
  request              jsonb     NOT NULL,
  created_at           timestamp NOT NULL,
  account_number       varchar   NOT NULL,
  org_id               varchar   NOT NULL,
  image_name           varchar,
  deleted              boolean   NOT NULL DEFAULT false,
  email                varchar,
  client_id            varchar,
  blueprint_version_id uuid      REFERENCES blueprint_versions (id) ON DELETE SET NULL,
  CONSTRAINT org_id_constraint CHECK (org_id NOT SIMILAR TO '[ ]*')
);
ALTER TABLE composes
  ADD CONSTRAINT check_name_length CHECK (length(image_name) <= 100) NOT VALID;
CREATE INDEX composes_org_id_idx ON composes (org_id);
CREATE INDEX composes_blueprint_version_id_idx ON composes (blueprint_version_id);

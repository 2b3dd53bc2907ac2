package org.imagebuilder.imagebuilder.doubles;

/** A database as the service before this one leaves it: its schema at version 15, and old rows. */
public final class PredecessorDatabase {
  /** The organisation that all rows belong to. */
  public static final String ORGANISATION = "old-customer";

  private static final String VERSION =
      """
      CREATE TABLE schema_version (version int4 NOT NULL);
      INSERT INTO schema_version VALUES (15);
      """;

  private static final String COMPOSES =
      """
      CREATE TABLE composes (
        job_id uuid PRIMARY KEY,
        request jsonb NOT NULL,
        created_at timestamp NOT NULL,
        account_number varchar NOT NULL,
        org_id varchar NOT NULL,
        image_name varchar,
        deleted boolean NOT NULL DEFAULT false,
        email varchar,
        client_id varchar,
        blueprint_version_id uuid);
      ALTER TABLE composes ADD CONSTRAINT org_id_constraint CHECK (org_id NOT SIMILAR TO '[ ]*');
      ALTER TABLE composes ADD CONSTRAINT check_name_length CHECK (length(image_name) <= 100) NOT VALID;
      CREATE INDEX composes_org_id_idx ON composes (org_id);
      """;

  private static final String BLUEPRINTS =
      """
      CREATE TABLE blueprints (
        id uuid PRIMARY KEY,
        org_id varchar NOT NULL,
        account_number varchar NOT NULL,
        name varchar(200) NOT NULL,
        description varchar(250),
        created_at timestamp NOT NULL DEFAULT current_timestamp,
        deleted boolean NOT NULL DEFAULT false,
        metadata jsonb);
      ALTER TABLE blueprints
        ADD CONSTRAINT blueprints_org_id_check CHECK (org_id NOT SIMILAR TO '[ ]*'),
        ADD CONSTRAINT blueprints_name_unique UNIQUE (name, org_id);
      CREATE INDEX blueprints_org_id_idx ON blueprints (org_id);
      CREATE TABLE blueprint_versions (
        id uuid PRIMARY KEY,
        blueprint_id uuid NOT NULL REFERENCES blueprints (id) ON DELETE CASCADE,
        version integer NOT NULL,
        body jsonb NOT NULL,
        created_at timestamp NOT NULL DEFAULT current_timestamp,
        service_snapshots jsonb);
      CREATE UNIQUE INDEX ON blueprint_versions (blueprint_id, version);
      ALTER TABLE composes ADD FOREIGN KEY (blueprint_version_id)
        REFERENCES blueprint_versions (id) ON DELETE SET NULL;
      CREATE INDEX composes_blueprint_version_id_idx ON composes (blueprint_version_id);
      """;

  private static final String A_BLUEPRINT =
      """
      INSERT INTO blueprints VALUES ('5c5b1c2e-0000-4000-8000-000000000001', 'old-customer', '',
        'kept', NULL, now() - interval '3 years', false, '{"parent_id": null, "is_on_prem": true}');
      INSERT INTO blueprint_versions VALUES ('5c5b1c2e-0000-4000-8000-000000000002',
        '5c5b1c2e-0000-4000-8000-000000000001', 1,
        '{"name": "kept", "distribution": "rhel-84", "customizations": {"users": [{"name": "root", "password": "plain"}]}, "image_requests": []}',
        now() - interval '3 years', '{"compliance": {"policy_id": "00000000-0000-0000-0000-000000000000"}}');
      """;

  /** One row for each oddity that years of releases have left; newest last. */
  private static final String ODD_COMPOSES =
      """
      INSERT INTO composes (job_id, request, created_at, account_number, org_id, image_name, deleted, email, client_id, blueprint_version_id) VALUES
      ('00000000-0000-4000-8000-000000000001', '{"distribution": "rhel-7"}', now() - interval '9 days', '', 'old-customer', NULL, false, NULL, NULL, NULL),
      ('00000000-0000-4000-8000-000000000002', '{"distribution": "beos-5", "image_requests": [{"architecture": "sparc", "image_type": "floppy", "upload_request": {"type": "fax", "options": []}}]}', now() - interval '8 days', '1', 'old-customer', 'odd', false, NULL, 'telnet', NULL),
      ('00000000-0000-4000-8000-000000000003', '{"distribution": "rhel-90", "image_requests": null, "customizations": {"users": [{"name": "a", "password": "plain-password"}, 7, null], "subscription": {"activation-key": "secret-key"}, "aap_registration": "none"}}', now() - interval '7 days', '1', 'old-customer', 'users', false, 'x@example.com', 'ui', NULL),
      ('00000000-0000-4000-8000-000000000004', 'null', now() - interval '6 days', '1', 'old-customer', 'nothing', false, NULL, 'api', NULL),
      ('00000000-0000-4000-8000-000000000005', '[1, 2]', now() - interval '5 days', '1', 'old-customer', 'a list', false, NULL, 'api', NULL),
      ('00000000-0000-4000-8000-000000000006', jsonb_build_object('distribution', 'rhel-9', 'size', 1e300, 'image_requests', '[]'::jsonb, 'filler', repeat('x', 3000000)), now() - interval '4 days', '1', 'old-customer', 'huge', false, NULL, 'api', NULL),
      ('00000000-0000-4000-8000-000000000007', (repeat('{"a":', 200) || '1' || repeat('}', 200))::jsonb, now() - interval '3 days', '1', 'old-customer', 'deep', false, NULL, 'api', NULL),
      ('00000000-0000-4000-8000-000000000008', '{"image_requests": [{"image_type": "aws"}], "customizations": {"users": "none"}}', now() - interval '2 days', '1', 'old-customer', 'of a blueprint', false, NULL, 'ui', '5c5b1c2e-0000-4000-8000-000000000002'),
      ('00000000-0000-4000-8000-000000000009', '{"image_requests": [{"image_type": "aws"}]}', now() - interval '1 days', '1', 'old-customer', 'gone', true, NULL, 'ui', NULL),
      ('00000000-0000-4000-8000-00000000000a', '{"image_requests": [{"image_type": "aws"}]}', now() - interval '400 days', '1', 'old-customer', 'long ago', false, NULL, 'ui', NULL);
      """;

  private PredecessorDatabase() {}

  /** Makes an empty database the predecessor's. */
  public static void build(PostgresServer.Database database) {
    database.execute(VERSION + COMPOSES + BLUEPRINTS + A_BLUEPRINT);
    // Longer than is allowed today: the constraint came later and did not look back.
    database.execute(
        "ALTER TABLE composes DROP CONSTRAINT check_name_length;"
            + "INSERT INTO composes VALUES (gen_random_uuid(), '{}', now() - interval '10 days', '', 'old-customer', repeat('n', 300));"
            + "ALTER TABLE composes ADD CONSTRAINT check_name_length CHECK (length(image_name) <= 100) NOT VALID");
    database.execute(ODD_COMPOSES);
  }
}

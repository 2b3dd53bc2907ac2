-- How many composes an organisation has, by the hour, so that a list and a quota need not count
-- 100,000 rows each time: whole hours stand here, and only what is left of one hour is counted.
-- The table follows composes by triggers, whoever writes there, the service that came before
-- included; it is right in every transaction.

CREATE TABLE compose_counts (
  org_id     varchar   NOT NULL,
  hour       timestamp NOT NULL,
  -- That of the first image; empty where the request names none.
  image_type varchar   NOT NULL,
  -- Those that are not deleted, and all of them.
  live       integer   NOT NULL,
  total      integer   NOT NULL,
  PRIMARY KEY (org_id, hour, image_type)
) WITH (fillfactor = 70);

CREATE FUNCTION compose_image_type(request jsonb) RETURNS varchar LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT left(coalesce(request->'image_requests'->0->>'image_type', ''), 100) $$;

-- Rows are locked in one order, so that no two statements wait for each other.
CREATE FUNCTION count_added_composes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO compose_counts AS known
    SELECT org_id, date_trunc('hour', created_at), compose_image_type(request),
           count(*) FILTER (WHERE NOT deleted), count(*)
    FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (org_id, hour, image_type)
    DO UPDATE SET live = known.live + excluded.live, total = known.total + excluded.total;
  RETURN NULL;
END $$;

CREATE FUNCTION count_removed_composes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO compose_counts AS known
    SELECT org_id, date_trunc('hour', created_at), compose_image_type(request),
           - count(*) FILTER (WHERE NOT deleted), - count(*)
    FROM removed GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (org_id, hour, image_type)
    DO UPDATE SET live = known.live + excluded.live, total = known.total + excluded.total;
  RETURN NULL;
END $$;

CREATE FUNCTION count_changed_composes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO compose_counts AS known
    SELECT org_id, date_trunc('hour', created_at), compose_image_type(request),
           coalesce(sum(sign) FILTER (WHERE NOT deleted), 0), sum(sign)
    FROM (SELECT org_id, created_at, request, deleted, 1 AS sign FROM added
          UNION ALL
          SELECT org_id, created_at, request, deleted, -1 FROM removed) AS changes
    GROUP BY 1, 2, 3
    HAVING coalesce(sum(sign) FILTER (WHERE NOT deleted), 0) <> 0 OR sum(sign) <> 0
    ORDER BY 1, 2, 3
  ON CONFLICT (org_id, hour, image_type)
    DO UPDATE SET live = known.live + excluded.live, total = known.total + excluded.total;
  RETURN NULL;
END $$;

CREATE TRIGGER composes_added AFTER INSERT ON composes
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_added_composes();
CREATE TRIGGER composes_removed AFTER DELETE ON composes
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_removed_composes();
CREATE TRIGGER composes_changed AFTER UPDATE ON composes
  REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_changed_composes();

-- The triggers keep writers away until this is committed, so nothing is counted twice or not at all.
INSERT INTO compose_counts
  SELECT org_id, date_trunc('hour', created_at), compose_image_type(request),
         count(*) FILTER (WHERE NOT deleted), count(*)
  FROM composes GROUP BY 1, 2, 3;

-- A page is found in the index alone, however far back it is, and then only its rows are read.
CREATE INDEX composes_listed ON composes (org_id, created_at DESC, job_id) WHERE NOT deleted;
-- Counts what is left of an hour for the quota, deleted composes included.

-- How the image of a compose ended, so that composer need not be asked again.

CREATE TABLE compose_outcomes (
  job_id       uuid      PRIMARY KEY REFERENCES composes (job_id) ON DELETE CASCADE,
  -- JSON as text: it is told again exactly as it was told first.
  image_status text      NOT NULL,
  seen_at      timestamp NOT NULL
);

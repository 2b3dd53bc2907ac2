-- The last tag of a share, and counts: by a condition that nobody else writes. An index of states is a temptation for a
-- planner whose statistics are of a quiet hour: it would look through all open jobs to find one.

drop index jobs_open;
create index jobs_open on jobs (channel, share, fair_tag)
  where coalesce(finished_at, 'infinity') = 'infinity';

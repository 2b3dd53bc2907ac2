-- Which trace a job belongs to, as W3C Trace Context says it; only where its request came with one, or traces are on. It
-- stands beside the args, for both are read once, when a worker gets the job.

alter table job_args add column trace text;

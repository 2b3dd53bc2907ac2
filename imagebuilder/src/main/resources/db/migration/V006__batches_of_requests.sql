-- Requests for the images of one blueprint stand and fall together: HELD is what composer has while
-- others are still on their way, WITHDRAWN what it is to call off because another was refused.
-- They are posted in the order of their positions, one after the other.

ALTER TABLE compose_requests
  ADD COLUMN batch          uuid,
  ADD COLUMN batch_position integer NOT NULL DEFAULT 0,
  DROP CONSTRAINT a_request_is_in_a_known_state,
  ADD CONSTRAINT a_request_is_in_a_known_state
    CHECK (state IN ('REQUESTED', 'HELD', 'ACCEPTED', 'WITHDRAWN', 'LOST')),
  DROP CONSTRAINT an_accepted_request_names_its_compose,
  ADD CONSTRAINT what_composer_has_names_its_compose
    CHECK ((state IN ('HELD', 'ACCEPTED', 'WITHDRAWN')) = (job_id IS NOT NULL)),
  ADD CONSTRAINT only_batches_hold_and_withdraw
    CHECK (state NOT IN ('HELD', 'WITHDRAWN') OR batch IS NOT NULL);

CREATE INDEX compose_requests_of_a_batch
  ON compose_requests (batch, batch_position) WHERE batch IS NOT NULL;

-- The quota counts what is held, too; the sweep also looks for what is to be called off.
CREATE INDEX compose_requests_under_way_by_organisation
  ON compose_requests (org_id) WHERE state IN ('REQUESTED', 'HELD');
CREATE INDEX compose_requests_to_settle
  ON compose_requests (next_attempt_at) WHERE state IN ('REQUESTED', 'WITHDRAWN');
DROP INDEX compose_requests_waiting_by_organisation;
DROP INDEX compose_requests_due;

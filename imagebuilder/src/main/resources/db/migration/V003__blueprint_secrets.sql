-- Keys of registrations stand apart from what a blueprint says, so that whoever reads bodies does
-- not read keys. Versions of the service that came before have them in the body, and null here.
ALTER TABLE blueprint_versions ADD COLUMN secrets jsonb;

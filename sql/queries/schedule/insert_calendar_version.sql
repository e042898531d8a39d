-- The next version of a calendar; a number that is taken already means that somebody else was faster.
INSERT INTO calendar_versions (calendar_id, version, valid_from, rules, created_at, created_by_id, note)
VALUES (:calendar, :version, :valid_from, :rules, :now, :by, :note)

-- The clock is stopped, or somebody corrects their own time.
UPDATE time_entries
SET minutes = :minutes
WHERE id = :id AND person_id = :person_id

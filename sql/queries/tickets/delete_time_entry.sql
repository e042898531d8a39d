-- Somebody's own time that was none.
DELETE FROM time_entries
WHERE id = :id AND person_id = :person_id

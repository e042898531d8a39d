-- Somebody will be away, both days included.
INSERT INTO absences (person_id, first_day, last_day, substitute_id, created_at)
VALUES (:person_id, :first_day, :last_day, :substitute_id, :now)

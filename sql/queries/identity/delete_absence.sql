-- An absence that is not; only the person's own.
DELETE FROM absences WHERE id = :id AND person_id = :person_id

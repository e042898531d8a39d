-- An absence that is not; only the person's own. The row stays, so that one can see later who could stand in for whom.
UPDATE absences SET removed_at = :now, removed_by_id = :by WHERE id = :id AND person_id = :person_id AND removed_at IS NULL

-- A ticket stands for no known fault any more.
DELETE FROM known_faults
WHERE ticket_id = :ticket_id

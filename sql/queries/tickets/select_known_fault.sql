-- The known fault that a ticket stands for, while it lasts.
SELECT ticket_id, text, made_at, ends_at, NULL AS area_key
FROM known_faults
WHERE ticket_id = :ticket_id AND ends_at > :now

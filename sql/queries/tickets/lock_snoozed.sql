-- Tickets whose time to come back has come; another instance may be at some of them.
SELECT id
FROM tickets
WHERE snoozed_until <= :now
ORDER BY snoozed_until
LIMIT 50
FOR UPDATE SKIP LOCKED

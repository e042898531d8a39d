-- Letters whose time has come, oldest first, that no other worker is just taking. The order is that of the index letters_due, so that only
-- these rows are locked; the ticket's is read without.
SELECT id, kind, ticket_id, first_seq, last_seq, recipient_id, recipient_email, language, message_id, pending_id, attempts,
       attempts_before, round_at, expires_at, created_at, worker, lease_until,
       COALESCE((SELECT t.priority FROM tickets t WHERE t.id = letters.ticket_id), 0) = 3 AS is_urgent
FROM letters
WHERE state = 'waiting' AND due_at <= :now
ORDER BY due_at, id
LIMIT :limit
FOR UPDATE SKIP LOCKED

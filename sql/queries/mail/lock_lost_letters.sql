-- Letters whose worker has vanished: their claim has run out.
SELECT id, kind, ticket_id, first_seq, last_seq, recipient_id, recipient_email, language, message_id, pending_id, attempts,
       attempts_before, round_at, expires_at, created_at, worker, lease_until
FROM letters
WHERE state = 'claimed' AND lease_until < :now
ORDER BY lease_until
LIMIT :limit
FOR UPDATE SKIP LOCKED

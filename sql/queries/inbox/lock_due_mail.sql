-- The oldest mail that is to be read and that no other instance is just taking. The order is that of the index incoming_mails_due.
SELECT id, hash, received_at, tries
FROM incoming_mails
WHERE state = 'waiting' AND due_at <= :now
ORDER BY due_at, id
LIMIT 1
FOR UPDATE SKIP LOCKED

-- What a reader's digest may tell, oldest first; no other worker gets it meanwhile.
SELECT id
FROM letters
WHERE state = 'digest' AND due_at <= :until AND recipient_email = :email
ORDER BY due_at, id
LIMIT :limit
FOR UPDATE SKIP LOCKED

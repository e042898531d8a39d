-- Whose digest is due.
SELECT DISTINCT recipient_email
FROM letters
WHERE state = 'digest' AND due_at <= :now
LIMIT :limit

-- Whether something under this token can still be undone, until when, and how many tickets it is.
SELECT MIN(u.expires_at) AS expires_at, COUNT(*) AS tickets
FROM undo_steps u
WHERE u.token_hash = :token_hash AND u.person_id = :person_id AND u.expires_at > :now

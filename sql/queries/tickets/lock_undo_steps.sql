-- The steps of one token, for whoever made the changes, while they can be undone.
SELECT u.ticket_id, u.first_seq, u.last_seq, u.before_it, u.after_it
FROM undo_steps u
WHERE u.token_hash = :token_hash AND u.person_id = :person_id AND u.expires_at > :now
ORDER BY u.ticket_id
FOR UPDATE

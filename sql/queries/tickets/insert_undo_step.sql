-- A change that can be undone for some seconds.
INSERT INTO undo_steps (token_hash, ticket_id, person_id, first_seq, last_seq, before_it, after_it, expires_at)
VALUES (:token_hash, :ticket_id, :person_id, :first_seq, :last_seq, :before_it, :after_it, :expires_at)

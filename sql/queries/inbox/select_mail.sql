-- One mail that came in.
SELECT id, hash, bytes, received_at, state, tries, outcome, reason, from_email, from_name, subject, ticket_id, seq
FROM incoming_mails
WHERE id = :id

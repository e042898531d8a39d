-- The letter that a report is about: by its number, or else by its Message-ID.
SELECT id, recipient_email, ticket_id
FROM letters
WHERE id = COALESCE(:id, (SELECT MIN(l.id) FROM letters l WHERE l.message_id = :message_id))
FOR UPDATE

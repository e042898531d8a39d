-- Reads a mail once more that could not be read, or that nobody let in.
UPDATE incoming_mails
SET state = 'waiting', due_at = :now, tries = 0, outcome = NULL, reason = NULL, finished_at = NULL
WHERE id = :id AND state = 'failed' AND EXISTS (SELECT 1 FROM incoming_mail_chunks c WHERE c.mail_id = incoming_mails.id)

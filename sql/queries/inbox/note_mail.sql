-- What a mail says of itself, before anything is done with it.
UPDATE incoming_mails
SET message_id = :message_id, from_email = :from_email, from_name = :from_name, subject = :subject
WHERE id = :id

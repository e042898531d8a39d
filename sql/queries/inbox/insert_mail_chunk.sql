-- A piece of a mail.
INSERT INTO incoming_mail_chunks (mail_id, position, bytes)
VALUES (:mail_id, :position, :bytes)

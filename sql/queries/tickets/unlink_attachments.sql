-- The files of messages that were withdrawn wait for another one, or to be removed.
UPDATE attachments SET ticket_id = NULL, seq = NULL WHERE ticket_id = :ticket_id AND seq BETWEEN :first_seq AND :last_seq

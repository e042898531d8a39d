-- The requester has been shown their ticket up to an answer.
INSERT INTO ticket_seen (ticket_id, seq)
VALUES (:ticket_id, :seq)
ON DUPLICATE KEY UPDATE seq = GREATEST(seq, VALUES(seq))

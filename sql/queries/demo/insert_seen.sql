-- Requesters have read what is done.
INSERT INTO ticket_seen (ticket_id, seq)
SELECT id, last_seq
FROM tickets
WHERE id BETWEEN :first AND :last AND is_open = 0

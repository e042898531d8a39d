-- One change for a batch of tickets: who follows the feed reads them all.
INSERT INTO changes (ticket_id, last_ticket_id, seq, role_code, reach, made_at)
SELECT id, :last, last_seq, role_code, 'open', :now
FROM tickets
WHERE id = :first

-- One mail that came in.
SELECT m.id, m.hash, m.bytes, m.received_at, m.state, m.tries, m.outcome, m.reason, m.from_email, m.from_name, m.subject, m.ticket_id, m.seq, decider.name AS handled_by,
       COALESCE(t.confidential, 0) AS is_confidential
FROM incoming_mails m
LEFT JOIN tickets t ON t.id = m.ticket_id
LEFT JOIN people decider ON decider.id = m.handled_by_id
WHERE m.id = :id

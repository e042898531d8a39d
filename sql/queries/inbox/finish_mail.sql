-- What became of a mail. One that somebody has decided about meanwhile stays as they decided.
UPDATE incoming_mails
SET state = :state, outcome = :outcome, reason = :reason, ticket_id = :ticket_id, seq = :seq, handled_by_id = :handled_by, finished_at = :now
WHERE id = :id AND state = :from

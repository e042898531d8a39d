-- The files of messages that were taken back go with their draft; they are removed when that is not sent within the time they have.
UPDATE attachments a
JOIN ticket_events e ON e.ticket_id = a.ticket_id AND e.seq = a.seq
SET a.draft_ticket_id = a.ticket_id, a.draft_kind = IF(e.kind = 'noted', 'note', 'reply'), a.ticket_id = NULL, a.seq = NULL, a.created_at = :now
WHERE a.ticket_id = :ticket_id AND a.seq BETWEEN :first_seq AND :last_seq

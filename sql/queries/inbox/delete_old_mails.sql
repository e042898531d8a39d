-- Mails that became no ticket, when nobody asks for them any more.
DELETE FROM incoming_mails
WHERE state IN ('done', 'failed') AND ticket_id IS NULL AND received_at < :before
LIMIT 1000

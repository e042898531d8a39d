-- Mails that became no ticket, when nobody asks for them any more.
DELETE FROM incoming_mails
WHERE state = 'done' AND seq IS NULL AND received_at < :before
LIMIT 20

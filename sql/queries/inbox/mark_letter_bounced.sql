-- A letter that went out and came back.
UPDATE letters
SET state = IF(:is_final, 'dead', state), attempts = attempts + 1, last_reply = :reply
WHERE id = :id AND state = 'sent'

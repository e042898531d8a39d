-- The requester sees an answer from outside, from then on.
UPDATE ticket_messages SET is_note = 0, held_until = :held_until WHERE ticket_id = :ticket_id AND seq = :seq

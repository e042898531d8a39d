-- What somebody wrote: the text of an event.
INSERT INTO ticket_messages (ticket_id, seq, is_note, body, held_until)
VALUES (:ticket_id, :seq, :is_note, :body, :held_until)

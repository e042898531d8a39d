-- To whom outside the school a message went, and their number for the matter.
INSERT INTO outside_messages (ticket_id, seq, email, reference, written_at)
VALUES (:ticket_id, :seq, :email, :reference, :now)

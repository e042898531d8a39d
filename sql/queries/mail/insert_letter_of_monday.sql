-- A Monday letter. What it says is in its row of monday_letters.
INSERT INTO letters (kind, recipient_id, recipient_email, language, message_id, state, round_at, due_at, created_at)
VALUES ('monday', :recipient, :email, :language, :message_id, 'waiting', :now, :due_at, :now)

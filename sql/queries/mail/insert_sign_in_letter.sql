-- A letter that lets somebody in. It stands before letters that nobody waits for: it is due earlier than it was written.
INSERT INTO letters (kind, recipient_email, language, message_id, pending_id, state, round_at, due_at, expires_at, created_at)
VALUES (:kind, :email, :language, :message_id, :pending, 'waiting', :now, :due_at, :expires_at, :now)

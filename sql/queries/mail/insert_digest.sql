-- A digest. Like a link to sign in with it goes before letters that nobody has waited for.
INSERT INTO letters (kind, recipient_id, recipient_email, language, message_id, state, round_at, due_at, created_at)
VALUES ('digest', :recipient, :email, :language, :message_id, 'waiting', :now, :due_at, :now)

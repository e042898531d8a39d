-- A letter about a webhook that is paused. What it says is in the webhook's row.
INSERT INTO letters (kind, recipient_id, recipient_email, language, message_id, state, round_at, due_at, created_at)
VALUES ('webhook_paused', :recipient, :email, :language, :message_id, 'waiting', :now, :now, :now)

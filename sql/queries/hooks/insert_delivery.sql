-- Something an address is to be told.
INSERT INTO webhook_deliveries (webhook_id, message_id, place, ticket_id, payload, state, created_at)
VALUES (:webhook_id, :message_id, :place, :ticket_id, :payload, 'waiting', :now)

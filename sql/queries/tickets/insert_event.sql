-- One line of a ticket's timeline.
INSERT INTO ticket_events (ticket_id, seq, kind, actor_id, happened_at, data)
VALUES (:ticket_id, :seq, :kind, :actor_id, :happened_at, :data)

-- Remembers what was brought here, or up to which event.
INSERT INTO imported_things (source, kind, source_id, ticket_id, seq)
VALUES (:source, :kind, :source_id, :ticket_id, :seq)
ON DUPLICATE KEY UPDATE seq = VALUES(seq)

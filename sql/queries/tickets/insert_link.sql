-- Two tickets belong together from now on.
INSERT INTO ticket_links (from_id, to_id, kind, made_by_id, made_at)
VALUES (:from_id, :to_id, :kind, :made_by_id, :now)

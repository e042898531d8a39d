-- Somebody has looked at a replay that is finished.
UPDATE matrix_replays SET seen_at = COALESCE(seen_at, :now) WHERE id = :id AND state = 'done'

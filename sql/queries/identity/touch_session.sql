-- The session was used; when several requests say so in one minute, the first does it.
UPDATE sessions SET last_seen_at = :now WHERE id = :id AND last_seen_at <= :noted_before

-- Marks the letters just locked (:ids is a JSON list) as this worker's. Written as a join: with IN (SELECT …) all letters would be read.
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) mine
STRAIGHT_JOIN letters l ON l.id = mine.id
SET l.state = 'claimed', l.worker = :worker, l.lease_until = :lease_until, l.counted_at = :now

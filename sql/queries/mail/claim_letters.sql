-- Marks the letters just locked (:ids is a JSON list) as this worker's.
UPDATE letters
SET state = 'claimed', worker = :worker, lease_until = :lease_until
WHERE id IN (SELECT mine.id FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) mine)

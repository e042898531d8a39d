-- Of some addresses (:ids is a JSON list) those that nobody is telling, held.
SELECT w.id, w.took_ms
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (place FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) due
STRAIGHT_JOIN webhooks w ON w.id = due.id
WHERE w.lease_until IS NULL OR w.lease_until <= :now
ORDER BY due.place
FOR UPDATE SKIP LOCKED

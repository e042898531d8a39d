-- A replay that nobody runs: a new one, or one whose runner has vanished.
SELECT id
FROM matrix_replays
WHERE (state = 'waiting' OR (state = 'running' AND lease_until < :now)) AND (:only IS NULL OR id = :only)
ORDER BY id
LIMIT 1
FOR UPDATE SKIP LOCKED

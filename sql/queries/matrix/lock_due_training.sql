-- A draft whose router nobody trains yet, or whose trainer has vanished.
SELECT draft_id, asked_by_id
FROM matrix_trainings
WHERE (state = 'waiting' OR (state = 'running' AND lease_until < :now)) AND (:only IS NULL OR draft_id = :only)
ORDER BY asked_at
LIMIT 1
FOR UPDATE SKIP LOCKED

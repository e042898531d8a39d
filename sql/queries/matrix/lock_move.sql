-- The next ticket to move with a version, after :after. Another instance may be at some of them: no two take the same.
SELECT ticket_id, from_role
FROM matrix_moves
WHERE state = 'waiting' AND version_id = :version_id AND ticket_id > :after
ORDER BY ticket_id
LIMIT 1
FOR UPDATE SKIP LOCKED

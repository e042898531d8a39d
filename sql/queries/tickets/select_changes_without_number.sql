-- Reads without locks: a change that is not committed is not seen, and nobody waits for it. One that reveals waits until then.
SELECT id, ticket_id, reveals_at IS NOT NULL AS reveals
FROM changes
WHERE number IS NULL AND (reveals_at IS NULL OR reveals_at <= :now)
ORDER BY id
LIMIT 500

-- Reads without locks: a change that is not committed is not seen, and nobody waits for it.
SELECT id FROM changes WHERE number IS NULL ORDER BY id LIMIT 500

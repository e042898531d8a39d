-- How far the feed of changes has come, and whether any committed change waits for its number.
SELECT s.last_number, EXISTS (SELECT 1 FROM changes c WHERE c.number IS NULL AND (c.reveals_at IS NULL OR c.reveals_at <= :now)) AS waits
FROM change_sequencer s
WHERE s.one = 1

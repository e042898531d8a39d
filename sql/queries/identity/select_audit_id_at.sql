-- The first line of the audit that was written at a moment or later: where a day begins in the order of ids.
SELECT id
FROM audit_log FORCE INDEX (audit_by_time)
WHERE happened_at >= :at
ORDER BY happened_at, id
LIMIT 1

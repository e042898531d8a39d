-- The last line of the audit that was written before a moment: where a day ends in the order of ids.
SELECT id
FROM audit_log FORCE INDEX (audit_by_time)
WHERE happened_at < :at
ORDER BY happened_at DESC, id DESC
LIMIT 1

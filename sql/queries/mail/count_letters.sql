-- How full the outbox is.
SELECT (SELECT COUNT(*) FROM letters WHERE state IN ('waiting', 'claimed')) AS waiting,
       (SELECT COUNT(*) FROM letters WHERE state = 'dead') AS dead,
       (SELECT MIN(due_at) FROM letters WHERE state = 'waiting') AS oldest_due

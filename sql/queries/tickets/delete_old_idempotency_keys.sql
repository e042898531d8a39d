-- Keys are kept at least 24 hours.
DELETE FROM idempotency_keys WHERE created_at < :before LIMIT 1000

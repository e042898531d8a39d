-- Keys are kept at least 24 hours; that of a mail (its hash) as long as the mail may be read again.
DELETE FROM idempotency_keys
WHERE created_at < :before AND key_hash NOT IN (SELECT CONVERT(SHA2(m.hash, 256) USING ascii) FROM incoming_mails m WHERE m.state IN ('waiting', 'held', 'failed'))
LIMIT 1000

-- Addresses that letters come back from, the latest first.
SELECT b.email, b.times, b.status, b.bounced_at, p.name
FROM bounced_addresses b
LEFT JOIN people p ON p.email = b.email
ORDER BY b.bounced_at DESC
LIMIT 100

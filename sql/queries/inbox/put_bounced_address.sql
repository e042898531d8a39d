-- Letters to this address come back.
INSERT INTO bounced_addresses (email, times, status, bounced_at)
VALUES (:email, 1, :status, :now)
ON DUPLICATE KEY UPDATE times = times + 1, status = :status, bounced_at = :now

-- The roles whose people work in a shared queue.
SELECT s.queue_code, s.role_code
FROM role_shares s
JOIN roles r ON r.code = s.role_code
ORDER BY s.queue_code, r.position

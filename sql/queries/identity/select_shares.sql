-- Which roles work in which other queues.
SELECT s.queue_code, s.role_code
FROM role_shares s
JOIN roles r ON r.code = s.role_code
ORDER BY s.queue_code, r.position, s.role_code

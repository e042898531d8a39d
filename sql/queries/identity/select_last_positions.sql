-- The place of each role's holder who is asked last.
SELECT h.role_code, MAX(h.position) AS position FROM role_holders h GROUP BY h.role_code

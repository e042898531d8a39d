-- For each role somebody holds on a day: how many do, and the name of one.
SELECT h.role_code, COUNT(*) AS holders, MIN(p.name) AS name
FROM role_holders h
JOIN people p ON p.id = h.person_id AND p.left_at IS NULL
WHERE (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)
GROUP BY h.role_code

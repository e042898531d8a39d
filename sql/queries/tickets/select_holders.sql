-- Who holds a role on a day, and who works in its queue through a shared role, in the order they are asked.
SELECT p.id, p.name
FROM people p
JOIN (SELECT h.person_id, MIN(h.position) AS position
      FROM role_holders h
      WHERE (h.role_code = :role_code OR h.role_code IN (SELECT s.role_code FROM role_shares s WHERE s.queue_code = :role_code))
        AND (h.valid_from IS NULL OR h.valid_from <= :today) AND (h.valid_to IS NULL OR h.valid_to >= :today)
      GROUP BY h.person_id) held ON held.person_id = p.id
WHERE p.left_at IS NULL
ORDER BY held.position, p.name

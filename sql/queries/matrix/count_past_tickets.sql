-- How many tickets a replay decides, and the first and the last of them.
SELECT COUNT(*) AS tickets, COALESCE(MIN(t.id), 1) AS first_id, COALESCE(MAX(t.id), 0) AS last_id
FROM tickets t FORCE INDEX (tickets_by_opening)
WHERE t.opened_at >= :opened_from AND t.opened_at < :opened_until AND t.confidential = 0
  AND (:role_code IS NULL OR t.role_code = :role_code) AND (:unit_ids IS NULL OR FIND_IN_SET(t.unit_id, :unit_ids))

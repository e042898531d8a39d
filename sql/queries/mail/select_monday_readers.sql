-- Managers who wanted the Monday letter when it was to come (:due_at) and have not been written this week's.
SELECT c.person_id, p.email, p.language, c.quiet_from, c.quiet_to
FROM letter_choices c
JOIN people p ON p.id = c.person_id
WHERE c.monday_since <= :due_at AND p.left_at IS NULL AND p.email IS NOT NULL AND (p.is_manager = 1 OR p.is_administrator = 1)
  AND NOT EXISTS (SELECT 1 FROM monday_letters m WHERE m.person_id = c.person_id AND m.monday = :monday)
ORDER BY c.person_id
LIMIT :limit

-- The steps are others: every ticket whose clocks run and are held against something comes up to be counted anew.
UPDATE roles r
STRAIGHT_JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = r.code AND t.is_open = 1
SET t.escalate_at = :now
WHERE t.state IN ('new', 'in_progress')
  AND (t.first_response_target IS NOT NULL OR t.next_response_target IS NOT NULL OR t.resolution_target IS NOT NULL)

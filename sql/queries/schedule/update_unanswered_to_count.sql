-- The rules are others: every ticket that waits for its requester comes up to be looked at anew.
UPDATE roles r
STRAIGHT_JOIN tickets t FORCE INDEX (tickets_queue) ON t.role_code = r.code AND t.is_open = 1
SET t.idle_at = :now
WHERE t.state = 'waiting_requester'

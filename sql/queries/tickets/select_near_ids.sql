-- The newest tickets that are a person's own: filed for them, in their hands, followed, or theirs to read by name.
SELECT n.id
FROM ((SELECT t.id FROM tickets t FORCE INDEX (tickets_by_requester) WHERE t.requester_id = :person_id AND t.is_open = 1 AND t.id < :before_id
       ORDER BY t.id DESC LIMIT :page_size)
      UNION
      (SELECT t.id FROM tickets t FORCE INDEX (tickets_by_requester) WHERE t.requester_id = :person_id AND t.is_open = 0 AND t.id < :before_id
       ORDER BY t.id DESC LIMIT :page_size)
      UNION
      (SELECT t.id FROM tickets t FORCE INDEX (tickets_by_assignee) WHERE t.assignee_id = :person_id AND t.id < :before_id
       ORDER BY t.id DESC LIMIT :page_size)
      UNION
      (SELECT w.ticket_id FROM ticket_watchers w WHERE w.person_id = :person_id AND w.ticket_id < :before_id
       ORDER BY w.ticket_id DESC LIMIT :page_size)
      UNION
      (SELECT tr.ticket_id FROM ticket_readers tr WHERE tr.person_id = :person_id AND tr.ticket_id < :before_id
       ORDER BY tr.ticket_id DESC LIMIT :page_size)) n
ORDER BY n.id DESC
LIMIT :page_size

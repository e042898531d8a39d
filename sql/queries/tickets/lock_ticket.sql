-- The same, held until the transaction ends: every change to a ticket begins here.
SELECT t.id, t.subject, t.role_code, t.row_ref, t.area_key, t.area, t.matrix_version, t.reason, t.confidence, t.confidential, t.state,
       t.priority, t.requester_id, t.filed_by_id, t.assignee_id, t.channel, t.room, t.phone, t.opened_at, t.due_at, t.paused_at,
       t.paused_minutes, t.first_response_at, t.first_response_minutes, t.resolved_at, t.resolution_minutes, t.hops, t.last_seq,
       t.version, t.changed_at, t.named_only, t.unit_id, t.snoozed_until, t.merged_into_id, t.target_id, t.first_response_target, t.next_response_target,
       t.resolution_target, t.asked_at, t.right_role_minutes, t.reopens, t.escalate_at, t.escalated, t.idle_at, t.closes_at,
       (SELECT w.by_self FROM ticket_watchers w WHERE w.ticket_id = t.id AND w.person_id = :person_id) AS watches_by_self,
       EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = :person_id) AS is_reader,
       (SELECT MAX(g.expires_at) FROM glass_breaks g WHERE g.ticket_id = t.id AND g.person_id = :person_id AND g.expires_at > :now) AS glass_until
FROM tickets t
WHERE t.id = :id
FOR UPDATE

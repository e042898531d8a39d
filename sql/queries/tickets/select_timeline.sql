-- A ticket's whole timeline with what was written; :with_notes = 0 leaves out what is internal and what may still be undone.
SELECT e.seq, e.kind, e.actor_id, p.name AS actor, p.email AS actor_email, e.happened_at, e.data, m.is_note, m.body, m.held_until
FROM ticket_events e
LEFT JOIN ticket_messages m ON m.ticket_id = e.ticket_id AND m.seq = e.seq
LEFT JOIN people p ON p.id = e.actor_id
WHERE e.ticket_id = :ticket_id AND COALESCE(m.withdrawn, 0) = 0
  AND (:with_notes = 1
       OR (e.kind IN ('opened', 'replied', 'assigned', 'rerouted', 'state_changed', 'priority_changed', 'reopened', 'confidentiality_changed',
                      'glass_broken', 'merged', 'unmerged', 'split', 'carried', 'surveyed', 'undone', 'details_changed', 'outside_answered')
           AND (e.kind <> 'outside_answered' OR m.is_note = 0)
           AND COALESCE(m.is_note, 0) = 0 AND COALESCE(m.held_until, :now) <= :now))
ORDER BY e.seq

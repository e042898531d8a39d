-- Everything about a ticket that a change may move.
UPDATE tickets
SET subject = :subject, room = :room, phone = :phone, role_code = :role_code, row_ref = :row_ref, area_key = :area_key, area = :area, matrix_version = :matrix_version, reason = :reason,
    confidence = :confidence, confidential = :confidential, named_only = :named_only, state = :state, priority = :priority, assignee_id = :assignee_id,
    due_at = :due_at, paused_at = :paused_at, paused_minutes = :paused_minutes, first_response_at = :first_response_at,
    first_response_minutes = :first_response_minutes, resolved_at = :resolved_at, resolution_minutes = :resolution_minutes,
    target_id = :target_id, first_response_target = :first_response_target, next_response_target = :next_response_target,
    resolution_target = :resolution_target, asked_at = :asked_at, right_role_minutes = :right_role_minutes, reopens = :reopens,
    escalate_at = :escalate_at, escalated = :escalated, idle_at = :idle_at, closes_at = :closes_at, hops = :hops, snoozed_until = :snoozed_until, merged_into_id = :merged_into_id, last_seq = :last_seq, version = version + :raised, changed_at = :changed_at
WHERE id = :id

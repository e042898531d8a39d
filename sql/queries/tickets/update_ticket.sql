-- Everything about a ticket that a change may move.
UPDATE tickets
SET subject = :subject, room = :room, phone = :phone, role_code = :role_code, row_ref = :row_ref, area_key = :area_key, area = :area, matrix_version = :matrix_version, reason = :reason,
    confidence = :confidence, confidential = :confidential, named_only = :named_only, state = :state, priority = :priority, assignee_id = :assignee_id,
    due_at = :due_at, paused_at = :paused_at, paused_minutes = :paused_minutes, first_response_at = :first_response_at,
    first_response_minutes = :first_response_minutes, resolved_at = :resolved_at, resolution_minutes = :resolution_minutes,
    hops = :hops, snoozed_until = :snoozed_until, merged_into_id = :merged_into_id, last_seq = :last_seq, version = version + 1, changed_at = :changed_at
WHERE id = :id

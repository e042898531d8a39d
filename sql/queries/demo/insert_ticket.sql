-- A ticket with a history, as `ansvar demo` makes them.
INSERT INTO tickets (subject, role_code, row_ref, area_key, area, matrix_version, reason, confidence, confidential, state, priority,
                     requester_id, filed_by_id, assignee_id, channel, room, phone, opened_at, due_at, paused_at, first_response_at,
                     first_response_minutes, resolved_at, resolution_minutes, last_seq, version, changed_at, unit_id,
                     target_id, first_response_target, next_response_target, resolution_target, right_role_minutes)
VALUES (:subject, :role_code, :row_ref, :area_key, :area, :matrix_version, :reason, :confidence, :confidential, :state, :priority,
        :requester_id, :requester_id, :assignee_id, 'web', :room, '', :opened_at, :due_at, :paused_at, :first_response_at,
        :first_response_minutes, :resolved_at, :resolution_minutes, :last_seq, :last_seq, :changed_at, :unit_id,
        :target_id, :first_response_target, :next_response_target, :resolution_target, 0)

-- A new ticket; its id, drawn here, is its permanent number.
INSERT INTO tickets (subject, role_code, row_ref, area_key, area, matrix_version, reason, confidence, confidential, state, priority,
                     requester_id, filed_by_id, assignee_id, channel, room, phone, opened_at, due_at, last_seq, changed_at,
                     unit_id, target_id, first_response_target, next_response_target, resolution_target, right_role_minutes, escalate_at)
VALUES (:subject, :role_code, :row_ref, :area_key, :area, :matrix_version, :reason, :confidence, :confidential, 'new', :priority,
        :requester_id, :filed_by_id, :assignee_id, :channel, :room, :phone, :now, :due_at, :last_seq, :now,
        :unit_id, :target_id, :first_response_target, :next_response_target, :resolution_target, 0, :escalate_at)

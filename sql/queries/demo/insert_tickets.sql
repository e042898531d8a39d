-- Tickets with a history, numbered from :first (:rows is a JSON list; each row begins with its place in it).
INSERT INTO tickets (id, subject, role_code, row_ref, area_key, area, matrix_version, reason, confidence, confidential, state, priority,
                     requester_id, filed_by_id, assignee_id, channel, room, phone, opened_at, due_at, paused_at, paused_minutes, first_response_at,
                     first_response_minutes, asked_at, resolved_at, resolution_minutes, right_role_minutes, hops, reopens, last_seq, version,
                     changed_at, unit_id, target_id, first_response_target, next_response_target, resolution_target)
SELECT :first + r.place, r.subject, r.role_code, r.row_ref, r.area_key, r.area, r.matrix_version, r.reason, r.confidence, r.confidential, r.state, r.priority,
       r.requester_id, r.requester_id, r.assignee_id, r.channel, r.room, '', r.opened_at, r.due_at, r.paused_at, r.paused_minutes, r.first_response_at,
       r.first_response_minutes, r.asked_at, r.resolved_at, r.resolution_minutes, r.right_role_minutes, r.hops, r.reopens, r.last_seq, r.last_seq,
       r.changed_at, r.unit_id, r.target_id, r.first_response_target, r.next_response_target, r.resolution_target
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    place INT UNSIGNED PATH '$[0]', subject VARCHAR(200) PATH '$[1]', role_code VARCHAR(32) PATH '$[2]', row_ref VARCHAR(32) PATH '$[3]',
    area_key VARCHAR(160) PATH '$[4]', area VARCHAR(300) PATH '$[5]', matrix_version VARCHAR(40) PATH '$[6]', reason VARCHAR(40) PATH '$[7]',
    confidence DOUBLE PATH '$[8]', confidential INT PATH '$[9]', state VARCHAR(24) PATH '$[10]', priority INT PATH '$[11]',
    requester_id BIGINT UNSIGNED PATH '$[12]', assignee_id BIGINT UNSIGNED PATH '$[13]', channel VARCHAR(16) PATH '$[14]', room VARCHAR(60) PATH '$[15]',
    opened_at VARCHAR(32) PATH '$[16]', due_at VARCHAR(32) PATH '$[17]', paused_at VARCHAR(32) PATH '$[18]', paused_minutes INT UNSIGNED PATH '$[19]',
    first_response_at VARCHAR(32) PATH '$[20]', first_response_minutes INT UNSIGNED PATH '$[21]', asked_at VARCHAR(32) PATH '$[22]',
    resolved_at VARCHAR(32) PATH '$[23]', resolution_minutes INT UNSIGNED PATH '$[24]', right_role_minutes INT UNSIGNED PATH '$[25]',
    hops INT UNSIGNED PATH '$[26]', reopens INT UNSIGNED PATH '$[27]', last_seq INT UNSIGNED PATH '$[28]', changed_at VARCHAR(32) PATH '$[29]',
    unit_id BIGINT UNSIGNED PATH '$[30]', target_id BIGINT UNSIGNED PATH '$[31]', first_response_target INT UNSIGNED PATH '$[32]',
    next_response_target INT UNSIGNED PATH '$[33]', resolution_target INT UNSIGNED PATH '$[34]')) r

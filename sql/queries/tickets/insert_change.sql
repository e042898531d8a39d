-- A committed change is numbered afterwards, by the sequencer.
INSERT INTO changes (ticket_id, seq, role_code, role_before, reach, made_at, reveals_at)
VALUES (:ticket_id, :seq, :role_code, :role_before, :reach, :now, :reveals_at)

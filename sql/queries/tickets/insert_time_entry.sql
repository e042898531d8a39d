-- Time somebody has worked with a ticket; without minutes a clock that runs from now on.
INSERT INTO time_entries (ticket_id, person_id, started_at, minutes, note)
VALUES (:ticket_id, :person_id, :started_at, :minutes, :note)

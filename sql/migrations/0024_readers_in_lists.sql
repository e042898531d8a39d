-- What lists, counts and figures ask of a ticket since there are named readers and managers of single units, from the indexes alone.
ALTER TABLE tickets
    DROP KEY tickets_queue,
    ADD KEY tickets_queue (role_code, is_open, sort_at, id, assignee_id, confidential, named_only, requester_id, unit_id),
    DROP KEY tickets_by_answer,
    ADD KEY tickets_by_answer (first_response_at, confidential, role_code, first_response_minutes, unit_id),
    DROP KEY tickets_by_opening,
    ADD KEY tickets_by_opening (opened_at, confidential, role_code, unit_id),
    DROP KEY tickets_by_resolution,
    ADD KEY tickets_by_resolution (resolved_at, confidential, role_code, resolution_minutes, state, unit_id),
    ADD CONSTRAINT ck_tickets_named_only CHECK (named_only = 0 OR confidential = 1);

-- Tickets from before count where their requesters work now.
UPDATE tickets t JOIN people p ON p.id = t.requester_id SET t.unit_id = p.unit_id WHERE t.unit_id IS NULL AND p.unit_id IS NOT NULL;

-- What the overview reads: new, answered and solved tickets of a period, from the index alone.
ALTER TABLE tickets
    ADD KEY tickets_by_answer (first_response_at, confidential, role_code, first_response_minutes),
    DROP KEY tickets_by_opening,
    ADD KEY tickets_by_opening (opened_at, confidential, role_code),
    DROP KEY tickets_by_resolution,
    ADD KEY tickets_by_resolution (resolved_at, confidential, role_code, resolution_minutes, state);

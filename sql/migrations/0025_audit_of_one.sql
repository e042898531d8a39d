-- What one person did of one kind, also when both did much.
ALTER TABLE audit_log ADD KEY audit_by_actor_and_action (actor_id, action, id);

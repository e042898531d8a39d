-- Working hours a ticket may take, by priority.
SELECT priority, working_hours FROM resolution_targets

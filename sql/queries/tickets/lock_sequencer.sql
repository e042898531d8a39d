-- Who holds this row numbers changes; nothing comes back when somebody else does.
SELECT last_number FROM change_sequencer WHERE one = 1 FOR UPDATE SKIP LOCKED

-- The last number that was given.
UPDATE change_sequencer SET last_number = :last_number WHERE one = 1

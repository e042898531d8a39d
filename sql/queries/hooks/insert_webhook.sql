-- A new address. It is told of what happens from now on.
INSERT INTO webhooks (name, url, owner_id, created_by_id, sealed_secret, state, heard_number, due_at, created_at)
SELECT :name, :url, :owner_id, :created_by_id, :sealed_secret, 'active', s.last_number, :now, :now
FROM change_sequencer s
WHERE s.one = 1

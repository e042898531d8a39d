-- A ticket is moved with the version, or stays where it was.
UPDATE matrix_moves SET state = :state, done_at = :now
WHERE version_id = :version_id AND ticket_id = :ticket_id

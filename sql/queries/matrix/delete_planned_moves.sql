-- Tickets that were to move with a version that was taken back.
DELETE FROM matrix_moves WHERE version_id = :version_id AND state = 'waiting'

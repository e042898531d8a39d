-- What goes with a planned version when it is taken back: tickets that were to move with it, exceptions that it would end or make.
SELECT (SELECT COUNT(*) FROM matrix_moves WHERE version_id = :version_id AND state = 'waiting') AS moves,
       (SELECT COUNT(*) FROM matrix_planned_exceptions WHERE version_id = :version_id) AS exceptions

-- What no correction speaks for any more is not proposed.
DELETE FROM matrix_proposals
WHERE state = 'open' AND counted_at < :counted_at

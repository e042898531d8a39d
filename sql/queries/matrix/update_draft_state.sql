-- A draft that is published or thrown away.
UPDATE matrix_drafts SET state = :state WHERE id = :id

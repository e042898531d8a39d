-- Where somebody works; NULL: nowhere in particular.
UPDATE people SET unit_id = :unit_id WHERE id = :id

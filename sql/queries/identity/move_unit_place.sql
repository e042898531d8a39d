-- Before a unit is moved: from tomorrow on, by the clock in Stockholm, it lies elsewhere.
INSERT INTO unit_places (unit_id, parent_id, valid_from)
SELECT id, :parent_id, DATE(UTC_TIMESTAMP(6) + INTERVAL 26 HOUR)
FROM units
WHERE id = :id AND NOT (parent_id <=> :parent_id)

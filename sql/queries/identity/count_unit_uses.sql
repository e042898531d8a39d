-- What stands in the way of deleting a unit: units below it, people (also those who have left), managers of it, and holdings of roles,
-- past ones too.
SELECT (SELECT COUNT(*) FROM units u WHERE u.parent_id = :id) AS units,
       (SELECT COUNT(*) FROM people p WHERE p.unit_id = :id) AS people,
       (SELECT COUNT(*) FROM people m WHERE m.manages_unit_id = :id) AS managers,
       (SELECT COUNT(*) FROM role_holders h WHERE h.unit_id = :id) AS holdings

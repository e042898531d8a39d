-- What people, units and providers are called whose ids stand in details of the audit (:ids is a JSON list).
SELECT given.kind, given.id, COALESCE(p.name, u.name, i.name) AS name
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (
    kind VARCHAR(20) CHARACTER SET ascii PATH '$.kind',
    id   BIGINT UNSIGNED PATH '$.id')) given
LEFT JOIN people p ON p.id = IF(given.kind = 'person', given.id, NULL)
LEFT JOIN units u ON u.id = IF(given.kind = 'unit', given.id, NULL)
LEFT JOIN identity_providers i ON i.id = IF(given.kind = 'provider', given.id, NULL)
WHERE COALESCE(p.name, u.name, i.name) IS NOT NULL

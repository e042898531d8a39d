-- Who answers for each area of a new version (:rows is a JSON list); position 0 leads.
INSERT INTO matrix_responsibles (version_id, row_ref, position, role_code, holder, relation)
SELECT :version_id, given.row_ref, given.position, given.role_code, given.holder, given.relation
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
    row_ref   VARCHAR(16) PATH '$.row',
    position  INT         PATH '$.position',
    role_code VARCHAR(32) PATH '$.role',
    holder    VARCHAR(16) PATH '$.holder',
    relation  VARCHAR(20) PATH '$.relation')) given

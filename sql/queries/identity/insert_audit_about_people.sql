-- Lines of the audit about people (:lines is a JSON list), who are told by their address; never changed afterwards.
INSERT INTO audit_log (happened_at, actor_id, actor_kind, credential_id, client_address, action, object_kind, object_id, details)
SELECT :now, :actor_id, :actor_kind, :credential_id, :client_address, given.action, 'person', p.id, given.details
FROM JSON_TABLE(:lines, '$[*]' COLUMNS (
    place    FOR ORDINALITY,
    mail     VARCHAR(254) CHARACTER SET ascii PATH '$.mail',
    action   VARCHAR(60) CHARACTER SET ascii PATH '$.action',
    details  LONGTEXT PATH '$.details')) given
STRAIGHT_JOIN people p FORCE INDEX (people_by_email) ON p.email = given.mail
ORDER BY given.place

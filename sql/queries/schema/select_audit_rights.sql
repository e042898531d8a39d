-- What an account may do with the audit beside reading and adding, whether given for the table, the schema or the whole server.
SELECT DISTINCT g.privilege
FROM (SELECT PRIVILEGE_TYPE AS privilege FROM information_schema.TABLE_PRIVILEGES
      WHERE GRANTEE = :grantee AND TABLE_SCHEMA = :schema AND TABLE_NAME = 'audit_log'
      UNION
      SELECT PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = :grantee AND :schema LIKE TABLE_SCHEMA
      UNION
      SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = :grantee) g
WHERE g.privilege IN ('UPDATE', 'DELETE', 'DROP', 'ALTER', 'CREATE', 'TRIGGER', 'SUPER', 'GRANT OPTION', 'DELETE HISTORY')
ORDER BY g.privilege

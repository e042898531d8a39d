-- Which values of a provider's claim mean which roles.
SELECT m.claim_value, m.role_code
FROM provider_roles m
JOIN roles r ON r.code = m.role_code
WHERE m.provider_id = :provider_id
ORDER BY m.claim_value, r.position, r.code

-- The roles that somebody holds on :today because a provider's claim says so.
SELECT h.role_code
FROM role_holders h
WHERE h.person_id = :person_id AND h.provider_id = :provider_id AND (h.valid_to IS NULL OR h.valid_to >= :today)
ORDER BY h.role_code

-- Since when somebody has a second factor, and how many recovery codes are left.
SELECT f.confirmed_at, (SELECT COUNT(*) FROM recovery_codes c WHERE c.person_id = f.person_id AND c.used_at IS NULL) AS recovery_codes
FROM second_factors f
WHERE f.person_id = :person_id

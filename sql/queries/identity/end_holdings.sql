-- Somebody holds a role (NULL: whatever they hold, for everybody and for units) for the last time on :last_day.
UPDATE role_holders
SET valid_to = :last_day
WHERE person_id = :person_id AND (:role_code IS NULL OR role_code = :role_code)
  AND (valid_to IS NULL OR valid_to > :last_day) AND (valid_from IS NULL OR valid_from <= :last_day)

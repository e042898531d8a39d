-- A provider's claim takes back a role that it gave, held for the last time on :last_day; one that the school gave stays.
UPDATE role_holders SET valid_to = :last_day WHERE role_code = :role_code AND person_id = :person_id AND provider_id = :provider_id

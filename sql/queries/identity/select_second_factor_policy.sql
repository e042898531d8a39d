-- Who must have a second factor, and whether this person has set one up.
SELECT EXISTS (SELECT 1 FROM second_factors f WHERE f.person_id = :person_id) AS owns_second_factor,
       (SELECT s.value FROM settings s WHERE s.name = 'second_factor') AS second_factor_rule,
       (SELECT GROUP_CONCAT(r.code SEPARATOR '\n') FROM roles r WHERE r.needs_second_factor = 1) AS guarded_roles

-- Uses a recovery code up. One caller matches the row; whoever comes at the same time waits for it and then finds it used.
UPDATE recovery_codes SET used_at = :now WHERE person_id = :person_id AND code_hash = :code_hash AND used_at IS NULL

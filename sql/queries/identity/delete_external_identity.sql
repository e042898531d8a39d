-- Somebody does not want to sign in that way any more.
DELETE FROM external_identities WHERE id = :id AND person_id = :person_id

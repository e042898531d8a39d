-- Somebody's recovery codes, used or not, open nothing any more.
DELETE FROM recovery_codes WHERE person_id = :person_id

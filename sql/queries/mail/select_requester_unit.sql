-- Where somebody who asks works: whose holders hear of it.
SELECT unit_id FROM people WHERE id = :person_id

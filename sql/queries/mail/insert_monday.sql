-- What the Monday letter just written says. Its key lets one instance alone write it.
INSERT INTO monday_letters (person_id, monday, letter_id, content)
VALUES (:person, :monday, :letter, :content)

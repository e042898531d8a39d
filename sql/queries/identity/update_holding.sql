-- When somebody holds a role, and in which order they are asked.
UPDATE role_holders SET position = :position, valid_from = :valid_from, valid_to = :valid_to WHERE id = :id

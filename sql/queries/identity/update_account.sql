-- What people change about themselves: never their rights.
UPDATE people SET phone = :phone, room = :room, language = :language, wants_shortcuts = :wants_shortcuts WHERE id = :id

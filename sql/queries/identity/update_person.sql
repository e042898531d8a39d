-- All that can be changed about a person.
UPDATE people
SET email = :email, name = :name, initials = :initials, title = :title, phone = :phone, room = :room, language = :language,
    manager_id = :manager_id, unit_id = :unit_id, is_manager = :is_manager, is_administrator = :is_administrator, wants_shortcuts = :wants_shortcuts
WHERE id = :id

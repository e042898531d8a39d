-- All that can be changed about a person.
UPDATE people
SET email = :email, name = :name, initials = :initials, title = :title, phone = :phone, room = :room, language = :language,
    manager_id = :manager_id, unit_id = :unit_id, is_manager = :is_manager, manages_unit_id = :manages_unit_id,
    is_administrator = :is_administrator, is_matrix_owner = :is_matrix_owner, is_auditor = :is_auditor, wants_shortcuts = :wants_shortcuts
WHERE id = :id

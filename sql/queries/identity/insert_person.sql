-- Somebody new.
INSERT INTO people (email, name, initials, title, phone, room, language, manager_id, unit_id, is_manager, is_administrator, wants_shortcuts, created_at)
VALUES (:email, :name, :initials, :title, :phone, :room, :language, :manager_id, :unit_id, :is_manager, :is_administrator, :wants_shortcuts, :now)

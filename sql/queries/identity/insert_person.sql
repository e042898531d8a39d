-- Somebody new.
INSERT INTO people (email, name, initials, title, phone, room, language, manager_id, unit_id, is_manager, manages_unit_id,
                    is_administrator, is_matrix_owner, is_auditor, wants_shortcuts, created_at)
VALUES (:email, :name, :initials, :title, :phone, :room, :language, :manager_id, :unit_id, :is_manager, :manages_unit_id,
        :is_administrator, :is_matrix_owner, :is_auditor, :wants_shortcuts, :now)

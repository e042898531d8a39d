-- A role's names and mailbox; its kind and place stay.
UPDATE roles SET name_sv = :name_sv, name_en = :name_en, email = :email WHERE code = :code

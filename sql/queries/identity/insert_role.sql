-- A new role, last in lists.
INSERT INTO roles (code, name_sv, name_en, kind, email, position)
SELECT :code, :name_sv, :name_en, :kind, :email, COALESCE(MAX(position) + 1, 1) FROM roles

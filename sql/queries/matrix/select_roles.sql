-- Every role, in the school's order.
SELECT code, name_sv, name_en, kind, COALESCE(email, '') AS email FROM roles ORDER BY position, code

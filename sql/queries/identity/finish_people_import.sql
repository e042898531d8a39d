-- A list of people has been carried out; the file itself is not needed any more.
UPDATE people_imports SET file = '', applied_at = :now, summary = :summary WHERE id = :id

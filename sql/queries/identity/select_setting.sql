-- What an administrator chose; nothing when nobody has.
SELECT value FROM settings WHERE name = :name

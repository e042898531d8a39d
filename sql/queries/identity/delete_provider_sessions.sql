-- A provider was switched off: whoever came in by it signs in some other way.
DELETE FROM sessions WHERE provider_id = :provider_id

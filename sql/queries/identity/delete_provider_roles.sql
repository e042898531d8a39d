-- Before a provider's table of claim values and roles is written anew.
DELETE FROM provider_roles WHERE provider_id = :provider_id

-- The account that the server counts this connection to, as user@host.
SELECT CURRENT_USER() AS account

-- What a provider gave at sign-in survives the step to the second factor: it is wanted again at sign-out.
ALTER TABLE sign_in_steps ADD COLUMN sealed_id_token TEXT CHARACTER SET ascii NULL;

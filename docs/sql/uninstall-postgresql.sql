-- For a database whose Keycloak no longer has the jar: see "To uninstall" in docs/configuration.md. With all nodes stopped, and a
-- backup made: psql --single-transaction -v ON_ERROR_STOP=1 -f uninstall-postgresql.sql <database>

-- Takes out of Keycloak's own user consents what consent grants wrote to them, in all realms.
DELETE FROM user_consent_client_scope s
USING user_consent c, cg_written_consent w
WHERE s.user_consent_id = c.id AND w.user_id = c.user_id AND w.client_uuid = c.client_id
  AND w.scope_id = s.scope_id AND w.parameter = s.parameter AND COALESCE(c.created_date, 0) <= w.written_at;
DELETE FROM user_consent c
USING cg_written_consent w
WHERE w.user_id = c.user_id AND w.client_uuid = c.client_id AND w.scope_id IS NULL
  AND COALESCE(c.created_date, 0) <= w.written_at
  AND NOT EXISTS (SELECT 1 FROM user_consent_client_scope s WHERE s.user_consent_id = c.id);

-- The same for users whom a user storage provider keeps.
DELETE FROM fed_user_consent_cl_scope s
USING fed_user_consent c, cg_written_consent w
WHERE s.user_consent_id = c.id AND w.user_id = c.user_id AND w.client_uuid = c.client_id
  AND w.scope_id = s.scope_id AND w.parameter = s.parameter AND COALESCE(c.created_date, 0) <= w.written_at;
DELETE FROM fed_user_consent c
USING cg_written_consent w
WHERE w.user_id = c.user_id AND w.client_uuid = c.client_id AND w.scope_id IS NULL
  AND COALESCE(c.created_date, 0) <= w.written_at
  AND NOT EXISTS (SELECT 1 FROM fed_user_consent_cl_scope s WHERE s.user_consent_id = c.id);

-- Removes the tables.
DROP TABLE cg_written_consent;
DROP TABLE cg_erasure;
DROP TABLE cg_sweep;
DROP TABLE cg_consent_record;
DROP TABLE cg_consent_grant;
DROP TABLE databasechangelog_consent_gr;

-- Views somebody has made of their queues: a filter with a name, one's own or shared with a role.
CREATE TABLE saved_views (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    owner_id   BIGINT UNSIGNED NOT NULL,
    role_code  VARCHAR(32)     NULL COMMENT 'shared with those who work in this queue; NULL: the owner''s alone',
    name       VARCHAR(60)     NOT NULL,
    filter     VARCHAR(2000)   NOT NULL COMMENT 'JSON: tickets/filter.hpp' CHECK (JSON_VALID(filter)),
    changed_at DATETIME(6)     NOT NULL,
    KEY saved_views_by_owner (owner_id, name),
    KEY saved_views_by_role (role_code, name),
    CONSTRAINT fk_saved_views_owner FOREIGN KEY (owner_id) REFERENCES people (id),
    CONSTRAINT fk_saved_views_role FOREIGN KEY (role_code) REFERENCES roles (code)
);

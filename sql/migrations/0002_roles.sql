-- Roles as the school writes them (ITS, LÄR, Resp chef): data, so that a school can add its own.
CREATE TABLE roles (
    code     VARCHAR(32)  NOT NULL PRIMARY KEY,
    name_sv  VARCHAR(100) NOT NULL,
    name_en  VARCHAR(100) NOT NULL,
    kind     ENUM('queue', 'referral', 'relative') NOT NULL,
    email    VARCHAR(254) CHARACTER SET ascii NULL COMMENT 'a shared mailbox that hears of new tickets, beside the holders',
    position INT UNSIGNED NOT NULL
);

-- Who holds a role, from and to a date; the order says who is asked first.
CREATE TABLE role_holders (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    role_code  VARCHAR(32)     NOT NULL,
    person_id  BIGINT UNSIGNED NOT NULL,
    position   INT UNSIGNED    NOT NULL DEFAULT 0,
    valid_from DATE            NULL,
    valid_to   DATE            NULL COMMENT 'the last day',
    UNIQUE KEY role_holders_once (role_code, person_id),
    KEY role_holders_by_person (person_id, role_code),
    CONSTRAINT fk_role_holders_role FOREIGN KEY (role_code) REFERENCES roles (code),
    CONSTRAINT fk_role_holders_person FOREIGN KEY (person_id) REFERENCES people (id)
);

-- Roles whose queue others work in too: TRIAGE is shared by the helpdesk's agents (row B055).
CREATE TABLE role_shares (
    queue_code VARCHAR(32) NOT NULL,
    role_code  VARCHAR(32) NOT NULL,
    PRIMARY KEY (queue_code, role_code),
    CONSTRAINT fk_role_shares_queue FOREIGN KEY (queue_code) REFERENCES roles (code),
    CONSTRAINT fk_role_shares_role FOREIGN KEY (role_code) REFERENCES roles (code)
);

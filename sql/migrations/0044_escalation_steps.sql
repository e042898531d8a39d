-- Who is told when so much of a target has passed. A step has a row for each group of people; the clock counts from migration 0041.
CREATE TABLE escalation_steps (
    measure ENUM('first_response', 'next_response', 'resolution')                          NOT NULL,
    percent SMALLINT UNSIGNED                                                              NOT NULL COMMENT 'of the target',
    whom    ENUM('holder', 'substitute', 'role_head', 'unit_manager', 'managers')          NOT NULL,
    PRIMARY KEY (measure, percent, whom)
);

INSERT INTO escalation_steps (measure, percent, whom)
VALUES ('first_response', 75, 'holder'), ('first_response', 100, 'holder'), ('first_response', 150, 'role_head'),
       ('next_response', 100, 'holder'),
       ('resolution', 75, 'holder'), ('resolution', 100, 'holder'), ('resolution', 100, 'substitute'), ('resolution', 150, 'role_head'),
       ('resolution', 200, 'unit_manager');

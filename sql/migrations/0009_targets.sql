-- How many working hours a ticket may take, by priority, until calendars and targets come.
CREATE TABLE resolution_targets (
    priority      TINYINT UNSIGNED NOT NULL PRIMARY KEY,
    working_hours INT UNSIGNED     NOT NULL
);

INSERT INTO resolution_targets (priority, working_hours) VALUES (0, 40), (1, 16), (2, 8), (3, 2);

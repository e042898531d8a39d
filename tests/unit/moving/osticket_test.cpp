// osTicket's database, with the columns of its public schema that the import reads.
#include "foreign_databases.hpp"
#include "moving/osticket_source.hpp"
#include "moving_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

constexpr auto schema = R"(CREATE TABLE ost_ticket (ticket_id INT UNSIGNED PRIMARY KEY, user_id INT UNSIGNED, status_id INT UNSIGNED, dept_id INT UNSIGNED, topic_id INT UNSIGNED, staff_id INT UNSIGNED, isanswered TINYINT(1) UNSIGNED, closed DATETIME NULL, created DATETIME NOT NULL);
CREATE TABLE ost_ticket_status (id INT PRIMARY KEY, name VARCHAR(60), state VARCHAR(16));
CREATE TABLE ost_help_topic (topic_id INT UNSIGNED PRIMARY KEY, topic VARCHAR(32));
CREATE TABLE ost_department (id INT UNSIGNED PRIMARY KEY, name VARCHAR(128));
CREATE TABLE ost_user (id INT UNSIGNED PRIMARY KEY, default_email_id INT, name VARCHAR(128));
CREATE TABLE ost_user_email (id INT UNSIGNED PRIMARY KEY, user_id INT UNSIGNED, address VARCHAR(128));
CREATE TABLE ost_staff (staff_id INT UNSIGNED PRIMARY KEY, firstname VARCHAR(32), lastname VARCHAR(32), email VARCHAR(128));
CREATE TABLE ost_form_entry (id INT UNSIGNED PRIMARY KEY, form_id INT UNSIGNED, object_id INT UNSIGNED, object_type CHAR(1));
CREATE TABLE ost_form_field (id INT UNSIGNED PRIMARY KEY, form_id INT UNSIGNED, name VARCHAR(64));
CREATE TABLE ost_form_entry_values (entry_id INT UNSIGNED, field_id INT UNSIGNED, value TEXT, PRIMARY KEY (entry_id, field_id));
CREATE TABLE ost_thread (id INT UNSIGNED PRIMARY KEY, object_id INT UNSIGNED, object_type CHAR(1));
CREATE TABLE ost_thread_entry (id INT UNSIGNED PRIMARY KEY, thread_id INT UNSIGNED, staff_id INT UNSIGNED, user_id INT UNSIGNED, type CHAR(1), poster VARCHAR(128), body TEXT, format VARCHAR(16), created DATETIME);
CREATE TABLE ost_attachment (id INT UNSIGNED PRIMARY KEY, object_id INT UNSIGNED, type CHAR(1), file_id INT UNSIGNED, name VARCHAR(255));
CREATE TABLE ost_file (id INT PRIMARY KEY, bk CHAR(1), size BIGINT UNSIGNED, `key` VARCHAR(86), name VARCHAR(255));
CREATE TABLE ost_file_chunk (file_id INT, chunk_id INT, filedata LONGBLOB, PRIMARY KEY (file_id, chunk_id));
INSERT INTO ost_ticket_status VALUES (1, 'Open', 'open'), (3, 'Closed', 'closed');
INSERT INTO ost_help_topic VALUES (2, 'Keys');
INSERT INTO ost_department VALUES (1, 'Support');
INSERT INTO ost_user VALUES (5, 50, 'Anna Lindqvist');
INSERT INTO ost_user_email VALUES (50, 5, 'anna@skola.example');
INSERT INTO ost_staff VALUES (7, 'Erik', 'Modig', 'erik@skola.example');
INSERT INTO ost_form_entry VALUES (11, 2, 101, 'T'), (12, 2, 102, 'T');
INSERT INTO ost_form_field VALUES (20, 2, 'subject'), (21, 2, 'priority');
INSERT INTO ost_form_entry_values VALUES (11, 20, 'Nyckel till sal 4'), (11, 21, 'Normal'), (12, 20, 'Datorn');
INSERT INTO ost_ticket VALUES (101, 5, 3, 1, 2, 7, 1, '2023-02-02 12:00:00', '2023-02-01 08:00:00'), (102, 5, 1, 1, 0, 0, 0, NULL, '2023-07-03 08:00:00');
INSERT INTO ost_thread VALUES (31, 101, 'T'), (32, 102, 'T'), (33, 101, 'A');
INSERT INTO ost_thread_entry VALUES (41, 31, 0, 5, 'M', 'Anna', '<p>Jag saknar en <b>nyckel</b>.</p>', 'html', '2023-02-01 08:00:00'), (42, 31, 7, 0, 'N', 'Erik', 'Finns i skåpet', 'text', '2023-02-01 08:20:00'), (43, 31, 7, 0, 'R', 'Erik', '<p>Hämta den.</p>', 'html', '2023-02-01 09:00:00'), (44, 32, 0, 5, 'M', 'Anna', 'Den startar inte', 'text', '2023-07-03 08:00:00'), (45, 33, 7, 0, 'N', 'Erik', 'en uppgift', 'text', '2023-02-01 08:00:00');
INSERT INTO ost_attachment VALUES (1, 41, 'H', 61, NULL), (2, 43, 'H', 62, 'karta.txt'), (3, 44, 'H', 63, NULL), (4, 44, 'H', 64, NULL);
INSERT INTO ost_file VALUES (61, 'D', 8, 'k61', 'lista.txt'), (62, 'F', 5, 'xyz62', 'map.txt'), (63, 'D', 20000000, 'k63', 'film.mp4'), (64, 'D', 9, 'k64', 'halv.txt');
INSERT INTO ost_file_chunk VALUES (61, 0, 'en '), (61, 1, 'lista'), (64, 0, 'en');
)";

}  // namespace

TEST_CASE("osTicket's tickets come from its database, with files from there and from its folder", "[moving]") {
    MovingSchool school;
    const TestDatabase theirs{TestDatabase::Content::Empty};
    db::Database there{theirs.settings()};
    run_all(there, schema);
    TemporaryFolder folder;
    put(folder.path() / "x" / "xyz62", "karta");
    moving::OsTicketSource source{there, folder.path(), moving::Zone::Stockholm};
    const auto report = school.bring(source, {.name = "osticket", .areas = {{"Keys", "VAKT"}}});
    INFO(report.text(false));
    const auto ids = school.all();
    REQUIRE(ids.size() == 2);
    CHECK(school.ticket(ids[0]).subject == "Nyckel till sal 4");
    CHECK(school.ticket(ids[0]).assignee == school.erik);
    CHECK(school.conversation(ids[0]) ==
          std::vector<std::string>{"2023-02-01T07:00:00Z Anna Lindqvist opened: Jag saknar en nyckel.", "2023-02-01T07:00:00Z - assigned",
                                   "2023-02-01T07:20:00Z Erik Modig noted (note): Finns i skåpet", "2023-02-01T08:00:00Z Erik Modig replied: Hämta den.",
                                   "2023-02-01T08:00:00Z Erik Modig state_changed", "2023-02-02T11:00:00Z - state_changed"});
    CHECK(school.conversation(ids[1]) ==
          std::vector<std::string>{"2023-07-03T06:00:00Z Anna Lindqvist opened: Den startar inte\n\n[film.mp4]\n\n[halv.txt]"});
    CHECK(report.unmapped == std::map<std::string, std::uint64_t>{{"Support", 1}});
    CHECK(report.faults == std::vector<std::string>{"ost_ticket 102 message 44: file \"film.mp4\" left out: larger than 10 MB (20000000 bytes)",
                                                    "ost_ticket 102 message 44: file \"halv.txt\" left out: its pieces are not all there"});
    CHECK(school.number("SELECT COUNT(*) AS n FROM attachments a JOIN attachment_chunks c ON c.attachment_id = a.id "
                        "WHERE (a.name = 'lista.txt' AND c.bytes = 'en lista' AND a.seq = 1) OR (a.name = 'karta.txt' AND c.bytes = 'karta' AND a.seq = 4)") == 2);
    CHECK(school.bring(source, {.name = "osticket", .areas = {{"Keys", "VAKT"}}}).opened == 0);
}

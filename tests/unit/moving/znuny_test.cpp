// Znuny's database, with the columns of its public schema that the import reads.
#include <algorithm>

#include "foreign_databases.hpp"
#include "moving/prepared.hpp"
#include "moving/znuny_source.hpp"
#include "moving_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

constexpr auto schema = R"(CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, login VARCHAR(200) NOT NULL, first_name VARCHAR(100) NOT NULL, last_name VARCHAR(100) NOT NULL);
CREATE TABLE user_preferences (user_id INTEGER NOT NULL, preferences_key VARCHAR(150) NOT NULL, preferences_value LONGBLOB NULL);
CREATE TABLE queue (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL);
CREATE TABLE ticket_state (id SMALLINT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, type_id SMALLINT NOT NULL);
CREATE TABLE ticket_state_type (id SMALLINT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL);
CREATE TABLE ticket (id BIGINT NOT NULL PRIMARY KEY, tn VARCHAR(50) NOT NULL, title VARCHAR(255) NULL, queue_id INTEGER NOT NULL, user_id INTEGER NOT NULL, ticket_state_id SMALLINT NOT NULL, customer_user_id VARCHAR(250) NULL, create_time DATETIME NOT NULL);
CREATE TABLE ticket_history (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, history_type_id SMALLINT NOT NULL, ticket_id BIGINT NOT NULL, state_id SMALLINT NOT NULL, create_time DATETIME NOT NULL);
CREATE TABLE ticket_history_type (id SMALLINT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL);
CREATE TABLE article_sender_type (id SMALLINT NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL);
CREATE TABLE article (id BIGINT NOT NULL PRIMARY KEY, ticket_id BIGINT NOT NULL, article_sender_type_id SMALLINT NOT NULL, is_visible_for_customer SMALLINT NOT NULL, create_time DATETIME NOT NULL, create_by INTEGER NOT NULL);
CREATE TABLE article_data_mime (id BIGINT NOT NULL PRIMARY KEY, article_id BIGINT NOT NULL, a_from MEDIUMTEXT NULL, a_content_type VARCHAR(250) NULL, a_body MEDIUMTEXT NULL, content_path VARCHAR(250) NULL);
CREATE TABLE article_data_mime_attachment (id BIGINT NOT NULL PRIMARY KEY, article_id BIGINT NOT NULL, filename VARCHAR(250) NULL, content_type TEXT NULL, content LONGBLOB NULL);
CREATE TABLE customer_user (id INTEGER NOT NULL PRIMARY KEY, login VARCHAR(200) NOT NULL, email VARCHAR(150) NOT NULL, first_name VARCHAR(100) NOT NULL, last_name VARCHAR(100) NOT NULL);
INSERT INTO users VALUES (1, 'root@localhost', 'Admin', 'Znuny'), (4, 'sara', 'Sara', 'Nordin');
INSERT INTO user_preferences VALUES (4, 'UserEmail', 'sara@skola.example'), (4, 'UserTheme', 'x');
INSERT INTO queue VALUES (2, 'IT::Skrivare'), (3, 'Junk');
INSERT INTO ticket_state_type VALUES (1, 'new'), (2, 'open'), (3, 'closed'), (6, 'removed'), (9, 'egen');
INSERT INTO ticket_state VALUES (1, 'new', 1), (4, 'open', 2), (2, 'closed successful', 3), (5, 'removed', 6), (10, 'egen', 9);
INSERT INTO ticket_history_type VALUES (1, 'NewTicket'), (27, 'StateUpdate'), (15, 'AddNote');
INSERT INTO article_sender_type VALUES (1, 'agent'), (2, 'system'), (3, 'customer');
INSERT INTO customer_user VALUES (1, 'anna', 'anna@skola.example', 'Anna', 'Lindqvist');
INSERT INTO ticket VALUES (7, '2022110110000017', 'Skrivaren', 2, 4, 2, 'anna', '2022-11-01 08:00:00'), (8, '2022110210000025', 'Projektorn', 3, 1, 1, NULL, '2022-11-02 08:00:00'), (9, '2022110310000033', 'Nyckel', 3, 1, 10, 'nils@skola.example', '2022-11-03 08:00:00');
INSERT INTO ticket_history VALUES (1, 'x', 1, 7, 1, '2022-11-01 08:00:00'), (2, 'x', 27, 7, 2, '2022-11-01 12:00:00'), (3, 'x', 15, 7, 2, '2022-11-05 12:00:00');
INSERT INTO article VALUES (70, 7, 3, 1, '2022-11-01 08:00:00', 1), (71, 7, 1, 1, '2022-11-01 09:00:00', 4), (72, 7, 1, 0, '2022-11-01 10:00:00', 4), (73, 7, 1, 1, '2022-11-01 10:30:00', 4), (80, 8, 3, 0, '2022-11-02 08:00:00', 1), (90, 9, 3, 1, '2022-11-03 08:00:00', 1);
INSERT INTO article_data_mime VALUES (1, 70, '"Lindqvist, Anna" <anna@skola.example>', 'text/plain; charset=utf-8', 'Den piper.', '2022/11/01'), (2, 71, 'IT <it@skola.example>', 'text/html', '<p>Slut på <b>toner</b>?</p>', NULL), (3, 72, 'Sara', 'text/plain', 'beställd', '..'), (4, 80, '"Nils Ny" <nils@skola.example>', 'text/plain', 'Mörk bild', NULL), (5, 90, 'nils@skola.example', 'text/plain', 'Borta', NULL);
INSERT INTO article_data_mime_attachment VALUES (1, 70, 'file-2', 'text/html; charset="utf-8"', '<p>Den piper.</p>'), (2, 70, 'lista.txt', 'text/plain', 'en lista'), (3, 71, 'stor.txt', 'text/plain', REPEAT('x', 11000000));
)";

}  // namespace

TEST_CASE("Znuny's tickets come from its database, with files from there and from its folder", "[moving]") {
    MovingSchool school;
    const TestDatabase theirs{TestDatabase::Content::Empty};
    db::Database there{theirs.settings()};
    run_all(there, schema);
    TemporaryFolder folder;
    const auto article = folder.path() / "article" / "2022" / "11" / "01" / "70";
    put(article / "bild.txt", "en bild");
    put(article / "bild.txt.content_type", "text/plain");
    put(article / "file-1", "<p>Den piper.</p>");
    put(article / "plain.txt", "From: anna");
    put(folder.path() / "72" / "hemligt.txt", "utanför");
    run_all(there, "UPDATE article_data_mime SET content_path = '" + folder.path().string() + "' WHERE article_id = 80;\n");
    put(folder.path() / "80" / "hemligt.txt", "utanför");
    moving::ZnunySource source{there, folder.path() / "article", moving::Zone::Utc};
    const moving::Wishes wishes{.name = "znuny", .areas = {{"IT::Skrivare", "ITS"}}};
    const auto report = school.bring(source, wishes);
    INFO(report.text(false));
    const auto absolute = (folder.path() / "80").string();
    const auto ids = school.all();
    REQUIRE(ids.size() == 3);
    CHECK(school.ticket(ids[0]).subject == "Skrivaren");
    CHECK(school.conversation(ids[0]) ==
          std::vector<std::string>{"2022-11-01T08:00:00Z Anna Lindqvist opened: Den piper.", "2022-11-01T08:00:00Z - assigned",
                                   "2022-11-01T09:00:00Z Sara Nordin replied: Slut på toner?\n\n[stor.txt]", "2022-11-01T09:00:00Z Sara Nordin state_changed",
                                   "2022-11-01T10:00:00Z Sara Nordin noted (note): beställd\n\n[../72]",
                                   "2022-11-01T12:00:00Z - state_changed"});
    CHECK(school.ticket(ids[0]).state == tickets::State::Closed);
    CHECK(school.conversation(ids[1]) == std::vector<std::string>{"2022-11-02T08:00:00Z Nils Ny opened: Mörk bild\n\n[" + absolute + "]"});
    CHECK(school.ticket(ids[1]).state == tickets::State::New);
    CHECK(school.ticket(ids[1]).requester == school.ticket(ids[2]).requester);
    CHECK(school.ticket(ids[2]).state == tickets::State::InProgress);
    CHECK(report.people == std::set<std::string>{"nils@skola.example"});
    auto faults = report.faults;
    std::sort(faults.begin(), faults.end());
    CHECK(faults == std::vector<std::string>{"ticket 7 (2022110110000017) message 71: file \"stor.txt\" left out: larger than 10 MB (11000000 bytes)",
                                             "ticket 7 (2022110110000017) message 72: file \"../72\" left out: its path leads out of the folder",
                                             "ticket 7 (2022110110000017): article 73 left out: it is no mail, call or note",
                                             "ticket 8 (2022110210000025) message 80: file \"" + absolute + "\" left out: its path leads out of the folder",
                                             "ticket 9 (2022110310000033): unknown type of state, taken as in progress: egen"});
    CHECK(school.number("SELECT COUNT(*) AS n FROM attachments a JOIN attachment_chunks c ON c.attachment_id = a.id "
                        "WHERE a.seq = 1 AND ((a.name = 'lista.txt' AND c.bytes = 'en lista') OR (a.name = 'bild.txt' AND c.bytes = 'en bild'))") == 2);
    CHECK(school.number("SELECT COUNT(*) AS n FROM attachments") == 2);
    CHECK(school.bring(source, wishes).opened == 0);
}

TEST_CASE("a Znuny whose files are nowhere says so once", "[moving]") {
    MovingSchool school;
    const TestDatabase theirs{TestDatabase::Content::Empty};
    db::Database there{theirs.settings()};
    run_all(there, schema);
    run_all(there, "DELETE FROM article_data_mime_attachment;\n");
    moving::ZnunySource source{there, "", moving::Zone::Utc};
    const auto report = school.bring(source, {.name = "znuny"});
    CHECK(std::count_if(report.faults.begin(), report.faults.end(), [](const std::string& each) { return each.find("--files") != std::string::npos; }) == 1);
}

TEST_CASE("a From line of Znuny names who wrote", "[moving]") {
    const auto read = [](const char* from) { return moving::named(moving::person_of(from)); };
    CHECK(read("\"Ek, Anna\" <anna@skola.example>") == "Ek, Anna <anna@skola.example>");
    CHECK(read("anna@skola.example ") == "anna@skola.example");
    CHECK(read("<anna@skola.example>") == "anna@skola.example");
    CHECK(read("Anna > <") == "Anna > <");
    CHECK(read("").empty());
}

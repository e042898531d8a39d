// FreeScout's database, with the columns of its public schema that the import reads.
#include "foreign_databases.hpp"
#include "moving/freescout_source.hpp"
#include "moving_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

constexpr auto schema = R"(CREATE TABLE conversations (id INT UNSIGNED PRIMARY KEY, status TINYINT UNSIGNED, state TINYINT UNSIGNED, subject VARCHAR(998), customer_email VARCHAR(191), mailbox_id INT, user_id INT NULL, customer_id INT NULL, closed_at TIMESTAMP NULL, created_at TIMESTAMP NULL);
CREATE TABLE threads (id INT UNSIGNED PRIMARY KEY, conversation_id INT, type TINYINT UNSIGNED, state TINYINT UNSIGNED, body LONGTEXT, created_by_user_id INT NULL, created_by_customer_id INT NULL, created_at TIMESTAMP NULL);
CREATE TABLE attachments (id INT UNSIGNED PRIMARY KEY, thread_id INT, file_dir VARCHAR(20), file_name VARCHAR(255));
CREATE TABLE mailboxes (id INT UNSIGNED PRIMARY KEY, name VARCHAR(40));
CREATE TABLE customers (id INT UNSIGNED PRIMARY KEY, first_name VARCHAR(255), last_name VARCHAR(255));
CREATE TABLE emails (id INT UNSIGNED PRIMARY KEY, customer_id INT, email VARCHAR(191));
CREATE TABLE users (id INT UNSIGNED PRIMARY KEY, first_name VARCHAR(20), last_name VARCHAR(30), email VARCHAR(100));
INSERT INTO mailboxes VALUES (1, 'IT');
INSERT INTO customers VALUES (3, 'Nils', 'Ny');
INSERT INTO emails VALUES (1, 3, 'nils@skola.example'), (2, 3, 'annan@skola.example');
INSERT INTO users VALUES (4, 'Sara', 'Nordin', 'sara@skola.example');
INSERT INTO conversations VALUES (1, 2, 2, 'Skrivaren', NULL, 1, 4, 3, NULL, '2022-11-01 08:00:00'), (2, 1, 1, 'utkast', NULL, 1, NULL, 3, NULL, '2022-11-01 08:00:00'), (3, 4, 2, 'Vinn pengar', 'spam@example.org', 1, NULL, NULL, '2022-11-02 08:00:00', '2022-11-02 07:00:00');
INSERT INTO threads VALUES (10, 1, 1, 2, 'Den piper.<br>Hela tiden.', NULL, 3, '2022-11-01 08:00:00'), (11, 1, 4, 2, NULL, 4, NULL, '2022-11-01 08:10:00'), (12, 1, 2, 2, '<div>Slut på toner?</div>', 4, NULL, '2022-11-01 09:00:00'), (13, 1, 2, 1, 'ett utkast', 4, NULL, '2022-11-01 09:30:00'), (14, 1, 3, 2, 'beställd', 4, NULL, '2022-11-01 10:00:00'), (15, 3, 1, 2, 'x', NULL, NULL, '2022-11-02 07:00:00');
INSERT INTO attachments VALUES (1, 10, '1/2/1/', 'ljud.txt'), (2, 12, '../../', 'hemligt.txt'), (3, 13, '1/3/1/', 'utkast.txt');
)";

}  // namespace

TEST_CASE("FreeScout's conversations come from its database, with files from its folder", "[moving]") {
    MovingSchool school;
    const TestDatabase theirs{TestDatabase::Content::Empty};
    db::Database there{theirs.settings()};
    run_all(there, schema);
    TemporaryFolder folder;
    put(folder.path() / "attachment" / "1" / "2" / "1" / "ljud.txt", "pip");
    put(folder.path() / "hemligt.txt", "hemligt");
    moving::FreeScoutSource source{there, folder.path() / "attachment", moving::Zone::Utc};
    const auto report = school.bring(source, {.name = "freescout", .areas = {{"IT", "ITS"}}});
    INFO(report.text(false));
    const auto ids = school.all();
    REQUIRE(ids.size() == 2);
    CHECK(school.conversation(ids[0]) == std::vector<std::string>{"2022-11-01T08:00:00Z Nils Ny opened: Den piper.\nHela tiden.", "2022-11-01T08:00:00Z - assigned",
                                                                 "2022-11-01T09:00:00Z Sara Nordin replied: Slut på toner?\n\n[hemligt.txt]",
                                                                 "2022-11-01T09:00:00Z Sara Nordin state_changed",
                                                                 "2022-11-01T10:00:00Z Sara Nordin noted (note): beställd",
                                                                 "2022-11-01T10:00:00Z - state_changed"});
    CHECK(school.ticket(ids[0]).state == tickets::State::WaitingRequester);
    CHECK(school.ticket(ids[1]).state == tickets::State::Rejected);
    CHECK(school.number("SELECT COUNT(*) AS n FROM tickets WHERE idle_at IS NOT NULL OR closes_at IS NOT NULL") == 0);
    CHECK(report.people == std::set<std::string>{"nils@skola.example", "spam@example.org"});
    CHECK(report.faults == std::vector<std::string>{"conversation 1 message 12: file \"hemligt.txt\" left out: its path leads out of the folder"});
    CHECK(school.number("SELECT COUNT(*) AS n FROM attachments") == 1);
    CHECK(school.bring(source, {.name = "freescout", .areas = {{"IT", "ITS"}}}).opened == 0);
}

// The Monday letter: who gets it, when, once, and what it says.
#include <catch2/catch.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "identity/principal.hpp"
#include "mail/composer.hpp"
#include "mail/monday.hpp"
#include "mail/outbox.hpp"
#include "reports/monday_letters.hpp"
#include "reports/selection.hpp"
#include "support/test_pages.hpp"
#include "unit/reports/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

const Timestamp monday_at_7 = from_stockholm(2026, 11, 9, 7, 0);

struct StandingClock final : Clock {
    Timestamp now() const override { return tests::now; }
};

/// Anna is the school's head, Bo manages Lindskolan and what is below, Cy is a teacher and Disa an administrator.
struct MondaySchool {
    MondaySchool() {
        run("UPDATE people SET email = CONCAT('p', id, '@skola.example'), is_manager = (id <= 2), is_administrator = (id = 4), manages_unit_id = IF(id = 2, 1, NULL)");
        school.database().read([&](db::Session& session) { roles.refresh(session, tests::now); });
    }

    void run(const std::string& statement) {
        const db::Query query{"test/monday", statement};
        school.database().execute_once(query);
    }
    void want(int person, Timestamp since) {
        run("INSERT INTO letter_choices (person_id, new_tickets, in_hand, mentions, following, digest_at, monday_since, changed_at) VALUES (" +
            std::to_string(person) + ", 'each', 'each', 'each', 'each', 450, '" + to_sql(since) + "', '" + to_sql(since) + "')");
    }
    reports::Services services() {
        return {school.database(), clock, pages.pages(), roles, calendars, school.facts(), [this] { return school.router(); }};
    }
    std::size_t write(Timestamp when) {
        const reports::MondayLetters letters{services(), settings, [](const identity::Person& person, Timestamp) {
                                                 identity::TodaysRights rights;
                                                 if (person.manages_unit) {
                                                     rights.managed_units = {UnitId{1}, UnitId{2}};
                                                 }
                                                 return rights;
                                             }};
        return letters.write(when);
    }
    std::int64_t count(const std::string& what) {
        const db::Query query{"test/count", "SELECT COUNT(*) AS n FROM " + what};
        return school.database().read([&](db::Session& session) { return session.row(query)->integer("n"); });
    }
    nlohmann::json content(int person) {
        const db::Query query{"test/content", "SELECT content FROM monday_letters WHERE person_id = " + std::to_string(person)};
        return school.database().read([&](db::Session& session) { return nlohmann::json::parse(session.row(query)->text("content")); });
    }
    /// "Nya: 3" and so on: the lines of one part.
    static std::map<std::string, std::string> lines(const nlohmann::json& content, std::size_t part) {
        std::map<std::string, std::string> all;
        for (const auto& line : content["parts"][part]["lines"]) {
            all[line["label"]] = line["figure"].get<std::string>() + " | " + line["note"].get<std::string>();
        }
        return all;
    }

    ReportSchool school;
    StandingClock clock;
    TestPages pages;
    identity::RoleDirectory roles;
    schedule::Calendars calendars;
    mail::Settings settings{.sender = *MailAddress::parse("ansvar@skola.example"),
                            .school = "Lindskolan",
                            .base_url = "https://ansvar.skola.example",
                            .reply_to = std::nullopt,
                            .secret = "a key for tests"};
};

/// Tickets of the week before 9 November and of the weeks before that.
std::vector<Filed> weeks() {
    const auto tuesday = from_stockholm(2026, 11, 3, 9, 0);
    std::vector<Filed> all;
    for (int n = 0; n < 6; ++n) {  // of Lindskolan's people, answered within an hour
        all.push_back({.role = "ITS", .opened_at = tuesday, .answered_at = tuesday + 1h, .answer_minutes = 40 + n, .unit = 1, .requester = 1 + n % 4, .first_target = 60});
    }
    all.push_back({.role = "VAKT", .state = "new", .opened_at = tuesday, .due_at = tuesday + 4h, .area = "brandlarm", .unit = 3, .first_role = "ITS", .hops = 1, .right_role_minutes = 120});
    all.push_back({.role = "ITS", .opened_at = tuesday - 24h * 7, .unit = 1});
    all.push_back({.role = "ITS", .opened_at = tuesday - 24h * 14, .answered_at = tuesday - 24h * 14 + 1h, .answer_minutes = 90, .unit = 2});
    return all;
}

}  // namespace

TEST_CASE("the Monday letter comes on Monday at seven by the school's clock", "[reports][mail]") {
    CHECK_FALSE(mail::monday::due_at(from_stockholm(2026, 11, 9, 6, 59)));
    CHECK(mail::monday::due_at(monday_at_7) == monday_at_7);
    CHECK(mail::monday::due_at(from_stockholm(2026, 11, 15, 23, 0)) == monday_at_7);  // whoever was away sends it later
    CHECK(mail::monday::due_at(from_stockholm(2026, 3, 30, 7, 0)) == from_rfc3339("2026-03-30T05:00:00Z"));  // the clock went forward the day before
    CHECK(mail::monday::due_at(from_stockholm(2026, 10, 26, 7, 0)) == from_rfc3339("2026-10-26T06:00:00Z"));
}

TEST_CASE("managers who wanted it get the Monday letter once a week, and nobody else does", "[reports][mail][db]") {
    MondaySchool school;
    school.school.file(weeks());
    school.want(1, monday_at_7 - 24h);
    school.want(2, monday_at_7 + 1min);  // from next week on
    school.want(3, monday_at_7 - 24h);   // was a manager once
    CHECK(school.write(monday_at_7 - 1min) == 0);
    CHECK(school.write(monday_at_7) == 1);
    CHECK(school.write(monday_at_7 + 1h) == 0);
    CHECK(school.count("letters WHERE kind = 'monday' AND recipient_id = 1") == 1);
    CHECK(school.write(monday_at_7 + 24h * 7) == 2);
    CHECK(school.count("letters") == 3);
    school.run("UPDATE letter_choices SET quiet_from = 1320, quiet_to = 480");
    CHECK(school.write(monday_at_7 + 24h * 14) == 2);
    CHECK(school.count("letters WHERE due_at = '" + to_sql(from_stockholm(2026, 11, 23, 8, 0)) + "'") == 2);
}

TEST_CASE("several instances write one Monday letter, and one that dies half-way leaves it to the next", "[reports][mail][db]") {
    MondaySchool school;
    school.want(1, monday_at_7 - 24h);
    const auto reader = school.school.database().read([&](db::Session& session) { return mail::monday::readers(session, monday_at_7, 10); });
    REQUIRE(reader.size() == 1);
    const nlohmann::json content{{"week", "45"}};
    // One that dies between the letter and its row has committed nothing; here the row is refused.
    auto nobody = reader.front();
    nobody.person = PersonId{77};
    CHECK_THROWS(mail::monday::write(school.school.database(), nobody, monday_at_7, content, "skola.example", monday_at_7));
    CHECK(school.count("letters") == 0);
    std::atomic<int> written = 0;
    std::vector<std::thread> instances;
    for (int n = 0; n < 4; ++n) {
        instances.emplace_back([&] { written += mail::monday::write(school.school.database(), reader.front(), monday_at_7, content, "skola.example", monday_at_7) ? 1 : 0; });
    }
    for (auto& instance : instances) {
        instance.join();
    }
    CHECK(written == 1);
    CHECK(school.count("letters") == 1);
}

TEST_CASE("the head's Monday letter tells of the whole school's week beside the weeks before", "[reports][mail][db]") {
    MondaySchool school;
    school.school.file(weeks());
    school.want(1, monday_at_7 - 24h);
    REQUIRE(school.write(tests::now) == 1);  // the service was away until Thursday
    const auto content = school.content(1);
    CHECK(content["week"] == "45");
    const auto week = MondaySchool::lines(content, 0), now = MondaySchool::lines(content, 1), doors = MondaySchool::lines(content, 2);
    CHECK(week.at("Nya") == "7 | veckan före 1, i snitt 0,5 de fyra veckorna före");
    CHECK(week.at("Tid till första svar") == "42 min | 9 av 10 inom 45 min, 6 ärenden; median 1 h 30 min de fyra veckorna före");
    CHECK(week.at("Svar inom målet") == "100 % | 0 av 6 kom efter målet");
    CHECK(now.at("Försenade").find("1 | 1 av dem blev försenat förra veckan") == 0);
    CHECK(now.at("Öppna").find("det äldsta kom") != std::string::npos);
    CHECK(doors.at("Fel dörr").find("1 av 7") == 0);
    CHECK(doors.size() == 2);
    CHECK(content["parts"][3]["title"] == "Roller, nya förra veckan");
    // Each figure leads to a page that counts the same.
    const reports::Services services = school.services();
    for (const auto& part : content["parts"]) {
        for (const auto& line : part["lines"]) {
            const auto path = line["path"].get<std::string>();
            CAPTURE(path);
            CHECK(path.starts_with("/overview"));
            const auto digits = line["figure"].get<std::string>();
            if (path.starts_with("/overview/tickets?at=new") || path.starts_with("/overview/tickets?at=open") || path.starts_with("/overview/tickets?at=overdue")) {
                const auto selection = reports::read_selection(web::Request{{.target = path}}, tests::now);
                CHECK(school.school.page(selection, {}, 50).tickets.size() == std::stoul(digits));
            }
        }
    }
}

TEST_CASE("a manager of units is told of their people alone, and no times of few of them", "[reports][mail][db]") {
    MondaySchool school;
    school.school.file(weeks());
    school.want(2, monday_at_7 - 24h);
    REQUIRE(school.write(monday_at_7) == 1);
    const auto content = school.content(2);
    CHECK(MondaySchool::lines(content, 0).at("Nya").find("6 | ") == 0);
    CHECK(MondaySchool::lines(content, 0).at("Tid till första svar") == "42 min | 9 av 10 inom 45 min, 6 ärenden; median för få de fyra veckorna före");
    CHECK(content.dump().find("Björken") == std::string::npos);
    CHECK(content.dump().find("Vaktm") == std::string::npos);
    CHECK(content["basis"].get<std::string>().find("Bara ärenden från de enheter") == 0);
    // Four answers are too few.
    school.run("UPDATE tickets SET unit_id = 3 WHERE id <= 1002");
    school.run("INSERT INTO changes (ticket_id, last_ticket_id, seq, role_code, reach, made_at) VALUES (1001, 1002, 2, 'ITS', 'open', UTC_TIMESTAMP(6))");
    school.run("DELETE FROM monday_letters");
    REQUIRE(school.write(monday_at_7) == 1);
    const auto few = MondaySchool::lines(school.content(2), 0);
    CHECK(few.at("Tid till första svar").find("för få | ") == 0);
    CHECK(few.at("Svar inom målet") == "för få | ");
}

TEST_CASE("the Monday letter can be stopped with one click, and says nothing to whoever manages nobody any more", "[reports][mail][db]") {
    MondaySchool school;
    school.want(1, monday_at_7 - 24h);
    REQUIRE(school.write(monday_at_7) == 1);
    mail::Outbox outbox{school.school.database(), 300s, [] { return 0.5; }};
    const auto letters = outbox.claim(monday_at_7, 20);
    REQUIRE(letters.size() == 1);
    const mail::Composer composer{school.settings, school.pages.templates(), school.pages.texts(), [](const mail::Letter&) { return std::string{}; }};
    const auto message = composer.compose(school.school.database(), letters.front()).message;
    CHECK(message.find("List-Unsubscribe: <https://ansvar.skola.example/letters/stop/1.monday.") != std::string::npos);
    CHECK(message.find("List-Unsubscribe-Post") != std::string::npos);
    school.run("UPDATE people SET is_manager = 0");
    CHECK_THROWS_AS(composer.compose(school.school.database(), letters.front()), mail::Unsendable);
}

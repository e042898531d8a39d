// Every figure of the overview, whatever is asked for: the list it links to holds exactly so many.
#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <random>
#include <regex>
#include <set>

#include "identity/principal.hpp"
#include "identity/role_directory.hpp"
#include "reports/routes.hpp"
#include "support/test_pages.hpp"
#include "unit/reports/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

struct FixedClock final : Clock {
    Timestamp now() const override { return tests::now; }
};

/// A school whose tickets have everything, and a manager of it or of two of its units.
struct Office {
    Office() {
        std::mt19937 random{69};
        std::vector<Filed> tickets;
        for (int i = 0; i < 400; ++i) {
            tickets.push_back(draw(random));
        }
        school.file(tickets);
        school.database().read([&](db::Session& session) { roles.refresh(session, tests::now); });
        manager.person.is_manager = true;
    }

    static Filed draw(std::mt19937& random) {
        const auto one_of = [&](const std::vector<std::string>& words) { return words[random() % words.size()]; };
        Filed one{.role = one_of({"ITS", "ITP", "SEK", "VAKT"}), .state = one_of({"new", "in_progress", "waiting_requester", "closed", "resolved", "rejected"})};
        one.opened_at = tests::now - 1min * static_cast<int>(random() % 70'000);
        one.due_at = one.opened_at + 50h;
        one.area = one_of({"skrivare", "brandlarm", "bortagen-rad", "ber-klasslistor-elevuppgifter"});
        one.unit = static_cast<int>(random() % 4);
        one.requester = 1 + static_cast<int>(random() % 4);
        one.confidential = random() % 9 == 0;
        one.is_taken = random() % 3 > 0;
        one.priority = static_cast<int>(random() % 4);
        one.channel = one_of({"web", "phone", "mail"});
        one.reason = one_of({"classified", "chosen", "emergency"});
        one.version = one_of({"1.4.0", "1.5.0"});
        one.hops = random() % 4 == 0 ? 1 + static_cast<int>(random() % 3) : 0;
        one.first_role = one.hops > 0 ? one_of({"ITS", "SEK"}) : one.role;
        one.right_role_minutes = one.hops > 0 ? static_cast<int>(random() % 600) : 0;
        one.reopens = random() % 6 == 0 ? 1 : 0;
        if (random() % 4 > 0) {
            one.answered_at = one.opened_at + 1min * static_cast<int>(random() % 4000);
            one.answer_minutes = static_cast<int>(random() % 900);
            one.first_target = random() % 3 > 0 ? std::optional<std::int64_t>{480} : std::nullopt;
            one.later_minutes.assign(random() % 3, static_cast<int>(random() % 300));
        }
        if (one.state == "closed" || one.state == "resolved" || one.state == "rejected") {
            one.solved_at = one.opened_at + 1min * static_cast<int>(random() % 9000);
            one.solution_minutes = static_cast<int>(random() % 3000);
            one.resolution_target = random() % 2 == 0 ? std::optional<std::int64_t>{960} : std::nullopt;
            one.helped = random() % 2 == 0 ? std::optional{random() % 3 > 0} : std::nullopt;
        }
        return one;
    }

    std::string get(const std::string& target) {
        for (const auto& route : reports::reports_routes({school.database(), clock, pages.pages(), roles, calendars, school.facts(), [this] { return school.router(); }})) {
            if (target.substr(0, target.find('?')) == route.path) {
                web::Request request{{.target = target}};
                request.admitted(web::Admission::of(std::make_shared<const identity::Principal>(manager), "session/1"));
                const auto answer = route.handler(request);
                REQUIRE(answer.status == 200);
                return answer.body;
            }
        }
        throw std::logic_error("no such route");
    }

    ReportSchool school;
    FixedClock clock;
    TestPages pages;
    identity::RoleDirectory roles;
    schedule::Calendars calendars;
    identity::Principal manager;
};

std::string plain(std::string link) {
    for (auto amp = link.find("&amp;"); amp != std::string::npos; amp = link.find("&amp;", amp + 1)) {
        link.replace(amp, 5, "&");
    }
    return link;
}

/// How many the list says it holds, and how many rows it has over all its pages.
std::pair<int, int> size_of(Office& office, const std::string& link) {
    static const std::regex shown{"Visar \\d+ av (\\d+)"};
    static const std::regex more{"<p class=\"actions\"><a href=\"([^\"]+)\""};
    std::smatch match;
    auto body = office.get(link);
    const int said = std::regex_search(body, match, shown) ? std::stoi(match[1]) : 0;
    int rows = 0;
    for (;;) {
        for (auto at = body.find("<tr><th scope=\"row\">"); at != std::string::npos; at = body.find("<tr><th scope=\"row\">", at + 1)) {
            ++rows;
        }
        if (!std::regex_search(body, match, more)) {
            return {said, rows};
        }
        body = office.get(plain(match[1]));
    }
}

}  // namespace

TEST_CASE("every figure on the overview is the size of the list it links to", "[reports][db]") {
    Office office;
    const auto [question, units] = GENERATE(table<std::string, std::string>({
        {"period=term&by=role", ""},
        {"period=last-4-weeks&by=area&level=HYGIEN", ""},
        {"from=2026-10-01&to=2026-11-12&by=unit&role=ITS", ""},
        {"period=last-week&by=level&channel=web&priority=high", ""},
        {"period=term&by=unit&unit=2", ""},
        {"period=term&by=area&area=-", ""},
        {"period=term&by=role", "1,2"},
    }));
    if (!units.empty()) {
        office.manager.person.manages_unit = UnitId{1};
        office.manager.person.managed_units = {UnitId{1}, UnitId{2}};
    }
    CAPTURE(question, units);
    const auto page = office.get("/overview?" + question);
    static const std::regex figure{"<a href=\"(/overview/tickets[^\"]+)\">([^<]+)</a>"};
    std::set<std::string> walked;
    int counts = 0;
    for (std::sregex_iterator at{page.begin(), page.end(), figure}, end; at != end; ++at) {
        const auto link = plain((*at)[1]), text = (*at)[2].str();
        CAPTURE(link, text);
        const bool is_count = text.find_first_not_of("0123456789") == std::string::npos;
        if (!walked.insert(link).second) {
            continue;
        }
        const auto [said, rows] = size_of(office, link);
        CHECK(said == rows);
        if (is_count) {
            CHECK(rows == std::stoi(text));
            ++counts;
        } else {
            CHECK(rows > 0);
        }
    }
    CHECK((question == "period=term&by=area&area=-" || counts > 40));
}

TEST_CASE("times of a unit that could point at a person are not shown", "[reports][db]") {
    ReportSchool school;
    std::vector<Filed> tickets;
    const auto add = [&](int unit, int requester, int count) {
        for (int i = 0; i < count; ++i) {
            tickets.push_back({.answered_at = tests::now - 2h, .answer_minutes = 7, .unit = unit, .requester = requester});
        }
    };
    add(1, 1, 9);                              // nine tickets of one person
    add(2, 1, 2), add(2, 2, 1), add(2, 3, 1);  // four tickets of three
    add(3, 1, 3), add(3, 2, 1), add(3, 3, 1);  // five of three
    school.file(tickets);
    const auto figures = school.figures({.period = reports::today(tests::now), .filter = {}, .scope = {}, .group = reports::Group::Unit});
    std::map<std::string, bool> hidden;
    for (const auto& line : figures.lines) {
        hidden[line.key] = line.hides_first;
    }
    CHECK(hidden == std::map<std::string, bool>{{"1", true}, {"2", true}, {"3", false}});
    CHECK_FALSE(figures.together.hides_first);
}

TEST_CASE("what the router sent and where it was handed over is counted by row and version", "[reports][db]") {
    ReportSchool school;
    const auto routed = [](const std::string& version, std::int64_t hops, const std::string& reason = "classified") {
        return Filed{.role = "VAKT", .area = "skrivare", .reason = reason, .version = version, .first_role = hops > 0 ? "ITS" : "VAKT", .hops = hops, .right_role_minutes = hops * 50};
    };
    school.file({routed("1.4.0", 0), routed("1.4.0", 1), routed("1.4.0", 2), routed("1.5.0", 0), routed("1.5.0", 1, "chosen")});
    const auto figures = school.figures(reports::period(reports::NamedPeriod::ThisWeek, tests::now));
    REQUIRE(figures.routed.size() == 2);
    CHECK(figures.routed[0].version == "1.4.0");
    CHECK(figures.routed[0].tickets == 3);
    CHECK(figures.routed[0].kept == 1);
    CHECK(figures.routed[1].tickets == 1);
    REQUIRE(figures.doors.size() == 1);
    CHECK(figures.doors[0].from == "ITS");
    CHECK(figures.doors[0].to == "VAKT");
    CHECK(figures.doors[0].tickets == 3);
    CHECK(figures.doors[0].minutes == 200);
    CHECK(figures.versions == std::vector<std::string>{"1.4.0", "1.5.0"});
}

#include "routing/replay.hpp"

#include "routing/cases.hpp"
#include "routing/replay_report.hpp"
#include "school.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <memory>
#include <numeric>
#include <set>
#include <thread>

using namespace ansvar::routing;

namespace {

/// The Blueprint with the printers given to the caretaker and the alarms' words taken away.
const Router& draft() {
    static const Router router = [] {
        auto areas = school::data().matrix.areas();
        areas[school::data().matrix.index_of(*school::data().matrix.find("skrivare"))].responsible = {{"VAKT", "", Relation::Lead}};
        Matrix matrix("draft", school::data().matrix.roles(), std::move(areas));
        auto lexicon = school::data().lexicon;
        lexicon.add_term(*matrix.find("budget"), "papperstrassel i kassan");
        return Router{std::move(matrix), std::move(lexicon)};
    }();
    return router;
}

/// The labelled requests as tickets 1, 2, …; of every fifth nobody knows who solved it.
const std::vector<PastTicket>& past() {
    static const std::vector<PastTicket> tickets = [] {
        const auto cases = read_cases(school::read_file(school::data_folder() / "requests.csv"), school::data().matrix);
        std::vector<PastTicket> all;
        for (const auto& each : cases.value()) {
            all.push_back({all.size() + 1, each.request, all.size() % 5 == 4 ? "" : each.role});
        }
        all.resize(80);
        return all;
    }();
    return tickets;
}

NextTickets in_batches(const std::vector<PastTicket>& tickets, std::size_t size) {
    return [&tickets, size, at = std::size_t{0}]() mutable {
        const auto begin = std::min(at, tickets.size());
        at = std::min(begin + size, tickets.size());
        const auto place = [&](std::size_t index) { return tickets.begin() + static_cast<std::ptrdiff_t>(index); };
        return std::vector<PastTicket>(place(begin), place(at));
    };
}

const Replay& routers() {
    static const Replay both{school::router(), draft()};
    return both;
}

std::size_t count_of(const std::vector<Movement>& movements) {
    return std::accumulate(movements.begin(), movements.end(), std::size_t{0},
                           [](std::size_t sum, const Movement& each) { return sum + each.tickets.size(); });
}

}  // namespace

TEST_CASE("a replay says of every ticket what both routers say", "[routing][replay]") {
    const auto outcomes = replay(routers(), in_batches(past(), 7), {.threads = 1});
    REQUIRE(outcomes.size() == past().size());
    const auto& names = routers().names();
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        const auto& ticket = past()[at];
        const auto before = school::router().route(ticket.request);
        const auto after = draft().route(ticket.request);
        CAPTURE(ticket.id);
        CHECK(outcomes[at].ticket == ticket.id);
        CHECK(names.role(outcomes[at].before.role) == before.role);
        CHECK(names.role(outcomes[at].after.role) == after.role);
        CHECK(names.area(outcomes[at].before.area) == before.area.value_or(""));
        CHECK(names.area(outcomes[at].after.area) == after.area.value_or(""));
        CHECK(outcomes[at].after.confidence == Approx(after.confidence));
        CHECK(outcomes[at].is_final_known == !ticket.final_role.empty());
    }
}

TEST_CASE("a replay is the same for any number of threads and any size of batch", "[routing][replay]") {
    const auto alone = replay(routers(), in_batches(past(), 1000), {.threads = 1});
    const auto threads = GENERATE(2U, 5U);
    const auto batch = GENERATE(std::size_t{1}, std::size_t{33});
    CHECK(replay(routers(), in_batches(past(), batch), {.threads = threads}) == alone);
}

TEST_CASE("the figures of a replay are those of its tickets", "[routing][replay]") {
    const auto outcomes = replay(routers(), in_batches(past(), 20), {.threads = 2});
    const auto report = report_of(outcomes, routers().names());
    CHECK(report.tickets == past().size());
    std::size_t same = 0, same_role = 0, known = 0, right_before = 0, right_after = 0;
    std::map<std::string, std::size_t> load;
    for (const auto& ticket : past()) {
        const auto before = school::router().route(ticket.request);
        const auto after = draft().route(ticket.request);
        same += before.role == after.role && before.area == after.area ? 1U : 0U;
        same_role += before.role == after.role ? 1U : 0U;
        known += ticket.final_role.empty() ? 0U : 1U;
        const auto is_right = [&](const Decision& decision) {
            return decision.role == ticket.final_role || (!decision.holder.empty() && decision.holder == ticket.final_role);
        };
        right_before += !ticket.final_role.empty() && is_right(before) ? 1U : 0U;
        right_after += !ticket.final_role.empty() && is_right(after) ? 1U : 0U;
        ++load[after.role];
    }
    CHECK(report.unchanged == same);
    CHECK(count_of(report.roles) == report.tickets - same_role);
    CHECK(report.final_known == known);
    CHECK(report.right_before == right_before);
    CHECK(report.right_after == right_after);
    CHECK(report.right_before + report.made_right.size() == report.right_after + report.made_wrong.size());
    CHECK(report.right_before + report.made_right.size() + report.wrong_both.size() == report.final_known);
    for (const auto& each : report.loads) {
        CHECK(each.after == load[each.role]);
    }
    REQUIRE_FALSE(report.roles.empty());
    CHECK(report.roles.front().from == "ITS");
    CHECK(report.roles.front().to == "VAKT");
    CHECK(report.roles.front().made_wrong > 0);
}

TEST_CASE("movements of a replay come with their tickets, the largest first", "[routing][replay]") {
    const ReplayNames names(school::router().matrix(), draft().matrix());
    const auto placed = [&](const char* role, const char* area) { return Placed{names.role_number(role), names.area_number(area), 1}; };
    const std::vector<Outcome> outcomes{
        {9, placed("ITS", "skrivare"), placed("VAKT", "skrivare"), true, true, false},
        {2, placed("ITS", "skrivare"), placed("VAKT", "brandlarm"), true, false, true},
        {5, placed("SEK", "budget"), placed("SEK", ""), false, false, false},
        {7, placed("SEK", "budget"), placed("TRIAGE", ""), true, false, false},
        {1, placed("SEK", "budget"), placed("SEK", "budget"), true, true, true},
    };
    const auto report = report_of(outcomes, names);
    CHECK(report.unchanged == 1);
    CHECK(report.roles == std::vector<Movement>{{"ITS", "VAKT", {2, 9}, 1, 1}, {"SEK", "TRIAGE", {7}, 0, 0}});
    CHECK(report.areas == std::vector<Movement>{{"budget", "", {5, 7}, 0, 0}, {"skrivare", "brandlarm", {2}, 1, 0}});
    CHECK(report.made_right == TicketIds{2});
    CHECK(report.made_wrong == TicketIds{9});
    CHECK(report.wrong_both == TicketIds{7});
    auto shuffled = outcomes;
    std::reverse(shuffled.begin(), shuffled.end());
    CHECK(report_of(shuffled, names) == report);
    CHECK(to_text(report).find("  ITS → VAKT: 2, made right 1, made wrong 1\n") != std::string::npos);
    CHECK(to_text(report).find("  budget → (no area): 2") != std::string::npos);
}

TEST_CASE("a router that has not changed moves nothing", "[routing][replay]") {
    const Replay same{school::router(), school::router()};
    const auto report = report_of(replay(same, in_batches(past(), 50)), same.names());
    CHECK(report.unchanged == report.tickets);
    CHECK(report.roles.empty());
    CHECK(report.areas.empty());
    CHECK(report.made_right.empty());
    CHECK(report.made_wrong.empty());
}

TEST_CASE("who solved it may be a person without a role, or a role that is no more", "[routing][replay]") {
    const auto& person = *school::data().matrix.find("B118");
    const auto outcome = routers().decide({1, {"", "", person.key}, person.lead().holder});
    CHECK(outcome.was_right);
    CHECK(outcome.is_right);
    CHECK_FALSE(routers().decide({2, {"", "", "skrivare"}, "VAKTMÄSTERIET"}).was_right);
}

TEST_CASE("a new role of a draft has a name of its own in the replay", "[routing][replay]") {
    auto roles = school::data().matrix.roles();
    roles.push_back({"ROB", "Robotskötare", "Robot keeper", RoleKind::Queue, "", {}});
    auto areas = school::data().matrix.areas();
    areas.front().responsible = {{"ROB", "", Relation::Lead}};
    const auto key = areas.front().key;
    const Router robots{Matrix("draft", roles, areas), school::data().lexicon};
    const Replay both{school::router(), robots};
    const auto outcome = both.decide({1, {"", "", key}, ""});
    CHECK(both.names().role(outcome.after.role) == "ROB");
    CHECK(report_of({outcome}, both.names()).roles == std::vector<Movement>{{"ITS", "ROB", {1}, 0, 0}});
}

TEST_CASE("a replay tells how far it has come", "[routing][replay]") {
    std::vector<std::size_t> told;
    replay(routers(), in_batches(past(), 30), {.threads = 3, .stop = {}, .progress = [&](std::size_t done) { told.push_back(done); }});
    CHECK(std::is_sorted(told.begin(), told.end()));
    REQUIRE_FALSE(told.empty());
    CHECK(told.back() == past().size());
}

TEST_CASE("a replay stops when it is told to, with what it has", "[routing][replay]") {
    const auto stop = std::make_unique<std::stop_source>();
    const auto endless = [id = std::uint64_t{0}]() mutable {
        std::vector<PastTicket> tickets;
        for (int count = 0; count < 10; ++count) {
            tickets.push_back({++id, {"", "skrivaren", {}}, ""});
        }
        return tickets;
    };
    const auto outcomes = replay(routers(), endless, {.threads = 2, .stop = stop->get_token(), .progress = [&](std::size_t done) {
                                                          if (done >= 50) {
                                                              stop->request_stop();
                                                          }
                                                      }});
    CHECK(outcomes.size() >= 50);
    CHECK(outcomes.size() <= 80);
    std::set<std::uint64_t> ids;
    for (const auto& outcome : outcomes) {
        ids.insert(outcome.ticket);
    }
    CHECK(ids.size() == outcomes.size());
}

TEST_CASE("a source that fails ends the replay, and the caller hears why", "[routing][replay]") {
    std::atomic<int> asked = 0;
    const auto failing = [&]() -> std::vector<PastTicket> {
        if (++asked > 3) {
            throw std::runtime_error("the database is away");
        }
        return {past().front()};
    };
    CHECK_THROWS_WITH(replay(routers(), failing, {.threads = 4}), "the database is away");
}

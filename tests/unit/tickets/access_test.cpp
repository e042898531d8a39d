#include <catch2/catch.hpp>

#include "school.hpp"
#include "tickets/queue.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;

namespace {

constexpr std::array actions{Action::View, Action::Notes, Action::Reply, Action::Handle, Action::Close, Action::Reopen};

/// "VNRHCO" with a dot for what is not allowed.
std::string rights(const identity::Person& person, const Ticket& ticket, bool is_watcher = false) {
    std::string out;
    for (std::size_t at = 0; at < actions.size(); ++at) {
        out += may(person, actions[at], ticket, is_watcher) ? "VNRHCO"[at] : '.';
    }
    return out;
}

}  // namespace

TEST_CASE("who may do what with a ticket", "[tickets]") {
    School school;
    auto ticket = school.file("Skrivaren står", "B017");
    CHECK(rights(school.person(school.anna), ticket) == "V.R.CO");     // the requester
    CHECK(rights(school.person(school.jonas), ticket) == "......");    // another teacher
    CHECK(rights(school.person(school.jonas), ticket, true) == "V.R...");  // the same, copied in
    CHECK(rights(school.person(school.amir), ticket) == "VNRHCO");     // an agent of the queue
    CHECK(rights(school.person(school.erik), ticket) == "......");     // an agent of another
    CHECK(rights(school.person(school.karin), ticket) == "V.....");    // a manager
    CHECK(rights(school.person(school.vera), ticket) == "VNRHCO");     // the administrator
    ticket.assignee = school.erik;
    CHECK(rights(school.person(school.erik), ticket) == "VNRHCO");     // whoever holds it
}

TEST_CASE("a confidential ticket is nobody's business but its role's, its holder's and the requester's", "[tickets]") {
    School school;
    const auto ticket = school.file("Kod till larmet", "B056");
    REQUIRE(ticket.confidential);
    CHECK(rights(school.person(school.erik), ticket) == "VNRHCO");
    CHECK(rights(school.person(school.anna), ticket) == "V.R.CO");
    CHECK(rights(school.person(school.karin), ticket) == "......");
    CHECK(rights(school.person(school.vera), ticket) == "......");
    const auto seen_by = [&](PersonId who) {
        return school.database.read([&](db::Session& session) {
            const auto person = school.person(who);
            const Queue queue{session, RoleCode{"VAKT"}, person, school.clock.now()};
            return std::tuple{queue.page(QueueView::All, {}, 50).rows.size(), queue.counts().all, queue.search("larmet").size()};
        });
    };
    CHECK(seen_by(school.erik) == std::tuple{1U, 1, 1U});
    CHECK(seen_by(school.vera) == std::tuple{0U, 0, 0U});
}

TEST_CASE("a queue opens for those who work in it and for the administrator", "[tickets]") {
    School school;
    CHECK(may_open_queue(school.person(school.amir), RoleCode{"ITS"}));
    CHECK(may_open_queue(school.person(school.amir), RoleCode{"TRIAGE"}));
    CHECK(!may_open_queue(school.person(school.amir), RoleCode{"VAKT"}));
    CHECK(!may_open_queue(school.person(school.anna), RoleCode{"ITS"}));
    CHECK(may_open_queue(school.person(school.vera), RoleCode{"VAKT"}));
}

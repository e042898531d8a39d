#include <catch2/catch.hpp>

#include "school.hpp"
#include "tickets/queue.hpp"
#include "tickets/search.hpp"

using namespace ansvar;
using namespace ansvar::tickets;
using tests::School;

namespace {

constexpr std::array actions{Action::View,  Action::Notes,  Action::Reply, Action::Handle, Action::Close,
                             Action::Reopen, Action::Seal, Action::Unseal, Action::Views};

/// "VNRHCOSUL" with a dot for what is not allowed.
std::string rights(const identity::Person& person, const Ticket& ticket, const Ties& ties = {}) {
    std::string out;
    for (std::size_t at = 0; at < actions.size(); ++at) {
        out += may(person, actions[at], ticket, ties) ? "VNRHCOSUL"[at] : '.';
    }
    return out;
}

}  // namespace

TEST_CASE("who may do what with a ticket", "[tickets]") {
    School school;
    auto ticket = school.file("Skrivaren står", "B017");
    CHECK(rights(school.person(school.anna), ticket) == "V.R.COS..");     // the requester
    CHECK(rights(school.person(school.jonas), ticket) == ".........");    // another teacher
    CHECK(rights(school.person(school.jonas), ticket, {.is_watcher = true}) == "V.R......");  // the same, copied in
    CHECK(rights(school.person(school.jonas), ticket, {.follows = true}) == "V........");     // by their own will
    CHECK(rights(school.person(school.amir), ticket) == "VNRHCOSUL");     // an agent of the queue
    CHECK(rights(school.person(school.erik), ticket) == ".........");     // an agent of another
    CHECK(rights(school.person(school.karin), ticket) == "V........");    // a manager
    CHECK(rights(school.person(school.vera), ticket) == "VNRHCOSUL");     // the administrator
    ticket.assignee = school.erik;
    CHECK(rights(school.person(school.erik), ticket) == "VNRHCOSUL");     // whoever holds it
    ticket.merged_into = TicketId{1};
    CHECK(rights(school.person(school.erik), ticket) == "VN....S.L");     // it goes on elsewhere
}

TEST_CASE("a confidential ticket is nobody's business but its role's, its holder's and the requester's", "[tickets]") {
    School school;
    const auto ticket = school.file("Kod till larmet", "B056");
    REQUIRE(ticket.confidential);
    CHECK(rights(school.person(school.erik), ticket) == "VNRHCOSUL");
    CHECK(rights(school.person(school.anna), ticket) == "V.R.COS..");
    CHECK(rights(school.person(school.karin), ticket) == ".........");
    CHECK(rights(school.person(school.vera), ticket) == ".........");
    CHECK(rights(school.person(school.jonas), ticket, {.is_watcher = true}) == "V.R......");
    CHECK(rights(school.person(school.jonas), ticket, {.follows = true}) == ".........");
    const auto seen_by = [&](PersonId who) {
        return school.database.read([&](db::Session& session) {
            const auto person = school.person(who);
            const Queue queue{session, RoleCode{"VAKT"}, person, school.clock.now()};
            return std::tuple{queue.page(QueueView::All, {}, 50).rows.size(), queue.counts().all, find_tickets(session, Question{"larmet"}, person, {}, 50).tickets.size()};
        });
    };
    CHECK(seen_by(school.erik) == std::tuple{1U, 1, 1U});
    CHECK(seen_by(school.vera) == std::tuple{0U, 0, 0U});
}

TEST_CASE("a ticket for named readers is nobody's but the requester's, the holder's and theirs", "[tickets]") {
    School school;
    auto ticket = school.file("Om en kollega", "B056");
    ticket.named_only = true;
    CHECK(rights(school.person(school.erik), ticket) == ".........");                         // works in its queue
    CHECK(rights(school.person(school.jonas), ticket, {.is_watcher = true}) == ".........");  // was copied in
    CHECK(rights(school.person(school.sara), ticket, {.is_reader = true}) == "VNRHCOSUL");
    CHECK(rights(school.person(school.anna), ticket) == "V.R.COS..");
    CHECK(rights(school.person(school.vera), ticket, {.glass_until = school.clock.now()}) == "VN.......");
    auto auditor = school.person(school.jonas);
    auditor.is_auditor = true;
    CHECK(rights(auditor, ticket) == "........L");
    ticket.assignee = school.erik;
    CHECK(rights(school.person(school.erik), ticket) == "VNRHCOSUL");
}

TEST_CASE("a manager of some units sees their people's tickets, and one of all everybody's", "[tickets]") {
    School school;
    auto ticket = school.file("Skrivaren står", "B017");
    auto manager = school.person(school.karin);
    manager.manages_unit = UnitId{7};
    manager.managed_units = {UnitId{7}, UnitId{8}};
    CHECK(rights(manager, ticket) == ".........");  // whose requester works nowhere
    ticket.unit = UnitId{8};
    CHECK(rights(manager, ticket) == "V........");
    ticket.unit = UnitId{9};
    CHECK(rights(manager, ticket) == ".........");
    CHECK(rights(school.person(school.karin), ticket) == "V........");
}

TEST_CASE("a queue opens for those who work in it and for the administrator", "[tickets]") {
    School school;
    CHECK(may_open_queue(school.person(school.amir), RoleCode{"ITS"}));
    CHECK(may_open_queue(school.person(school.amir), RoleCode{"TRIAGE"}));
    CHECK(!may_open_queue(school.person(school.amir), RoleCode{"VAKT"}));
    CHECK(!may_open_queue(school.person(school.anna), RoleCode{"ITS"}));
    CHECK(may_open_queue(school.person(school.vera), RoleCode{"VAKT"}));
}

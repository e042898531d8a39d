#pragma once

#include <string>
#include <vector>

#include "identity/people_store.hpp"
#include "matrix/drafts.hpp"
#include "matrix/replay_runner.hpp"
#include "matrix/replays.hpp"
#include "unit/matrix/school.hpp"
#include "unit/tickets/school.hpp"

namespace ansvar::tests {

/// The school of the desk with the shipped matrix in its database, and a draft that gives the printers to the caretaker.
struct TrialSchool : School {
    TrialSchool() {
        matrix::seed(database, routing_data(), clock.now() - std::chrono::hours{24 * 400});
        current.refresh_if_changed(database, clock.now());
        draft = database.in_transaction([&](db::Transaction& tx) { return matrix::drafts::start(tx, "Provet", current.edition()->id, vera, clock.now()); });
    }

    /// The draft with another lead for an area, as it would be in force.
    matrix::Candidate candidate(const std::string& area = "skrivare", const std::string& lead = "VAKT") {
        auto read = database.read([&](db::Session& session) { return matrix::drafts::read(session, draft).value(); });
        auto areas = read.matrix.areas();
        areas[read.matrix.index_of(*read.matrix.find(area))].responsible = {{lead, "", routing::Relation::Lead}};
        read.matrix = routing::Matrix{"Provet", read.matrix.roles(), std::move(areas)};
        return read;
    }

    matrix::PastQuestion last_year() const { return {.from = clock.now() - std::chrono::hours{24 * 365}, .until = clock.now() + std::chrono::hours{1}}; }

    matrix::ReplayId ask(const matrix::PastQuestion& question) {
        const auto what = candidate();
        return database.in_transaction([&](db::Transaction& tx) { return matrix::replays::ask(tx, what, question, vera, clock.now()); });
    }
    matrix::ReplayId ask() { return ask(last_year()); }

    matrix::ReplayRunner runner(matrix::ReplayPace pace = {}) { return {database, clock, nullptr, std::move(pace)}; }

    matrix::ReplayHead replay(matrix::ReplayId id) {
        return database.read([&](db::Session& session) { return matrix::replays::find(session, id).value(); });
    }
    std::vector<routing::Outcome> outcomes(matrix::ReplayId id) {
        return database.read([&](db::Session& session) { return matrix::replays::outcomes(session, id); });
    }
    matrix::ReplayedPage behind(matrix::ReplayId id, const matrix::Behind& what, PersonId reader, TicketId after = {}, std::size_t most = 50) {
        const auto who = person(reader);
        return database.read([&](db::Session& session) { return matrix::replays::tickets(session, id, what, who, after, most); });
    }

    /// Filed by Anna, and solved in the queue it is in, or in the one it was moved to.
    tickets::Ticket solve(const std::string& body, const std::string& moved_to = "", const std::string& area = "") {
        auto ticket = file(body, area);
        const auto admin = person(vera);
        if (!moved_to.empty() && moved_to != ticket.role.value) {
            ticket = desk->reroute(ticket.id, moved_to, "Fel d\u00f6rr", admin, {}).value();
        }
        return desk->set_state(ticket.id, tickets::State::Resolved, admin, {}).value();
    }

    matrix::CurrentRouter current;
    matrix::DraftId draft;
};

}  // namespace ansvar::tests

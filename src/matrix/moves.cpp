#include "matrix/moves.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "identity/people_store.hpp"
#include "matrix/matrix_store.hpp"
#include "queries/matrix.hpp"
#include "tickets/change.hpp"
#include "tickets/due_tickets.hpp"

namespace ansvar::matrix::moves {

namespace {

using nlohmann::json;

/// Where the version puts the ticket; nothing when it stays.
std::optional<std::pair<routing::Decision, tickets::Placement>> target_of(tickets::Change& change, const tickets::DeskServices& services,
                                                                         const routing::Router& router, const RoleCode& from) {
    const auto& ticket = change.ticket();
    if (!ticket.is_open() || ticket.merged_into || ticket.role != from || !ticket.row_ref) {
        return {};
    }
    const auto receipt = tickets::ticket_store::receipt(change.tx(), ticket.id).value("receipt", json::object()).dump();
    const auto before = routing::decision_from_json(receipt).value_or(routing::Decision{});
    const auto decision = router.correct(before, *ticket.row_ref);
    if (!decision) {
        return {};  // the version has no such row
    }
    const auto requester = identity::find_person(change.tx(), ticket.requester, change.now());
    auto placement = tickets::place(*decision, requester ? &*requester : nullptr, *services.staff.staff(), change.now());
    if (placement.queue == ticket.role) {
        return {};
    }
    return std::pair{before, std::move(placement)};
}

/// True when it has been moved.
bool move(db::Transaction& tx, const tickets::DeskServices& services, const Edition& edition, TicketId id, const RoleCode& from) {
    auto change = tickets::Change::by_nobody(tx, services, id);
    if (!change) {
        return false;
    }
    const auto target = target_of(*change, services, edition.router, from);
    if (!target) {
        return false;
    }
    change->move_with_matrix(target->first, target->second, edition.matrix().version());
    change->finish();
    return true;
}

/// One ticket; false when there is none after `place`, or this process has yet to take in the version in force.
bool take_one(db::Database& database, const tickets::DeskServices& services, const CurrentRouter& router, VersionId version, TicketId& place) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto now = services.clock.now();
        const auto edition = router.edition();
        const auto current = store::find_current(tx, now);
        const auto row = tx.row(queries::matrix::lock_move, {{"version_id", version}, {"after", place}});
        if (!row || !edition || !current || edition->id != current->id) {
            return false;
        }
        place = row->id<TicketId>("ticket_id");
        const bool is_moved = version == current->id && move(tx, services, *edition, place, RoleCode{row->text("from_role")});
        tx.execute(queries::matrix::finish_move, {{"state", is_moved ? "moved" : "left"}, {"now", now}, {"version_id", version}, {"ticket_id", place}});
        return true;
    });
}

}  // namespace

Misplaced misplaced(db::Session& session, const routing::Matrix& before, const routing::Matrix& after, const identity::Person* reader) {
    auto targets = json::array(), queues = json::array();
    for (const auto& area : after.areas()) {
        targets.push_back({area.row, area.lead().role});
    }
    std::string units;
    for (const auto& queue : reader ? reader->queues : decltype(reader->queues){}) {
        queues.push_back(queue.value);
    }
    for (const auto unit : reader ? reader->managed_units : decltype(reader->managed_units){}) {
        units += (units.empty() ? "" : ",") + unit.text();
    }
    Misplaced found;
    session.each(queries::matrix::select_misplaced_tickets,
                 {{"targets", targets.dump()},
                  {"queues", queues.dump()},
                  {"units", units},
                  {"sees_all", !reader || reader->is_administrator || (reader->is_manager && !reader->manages_unit)},
                  {"person_id", reader ? reader->id : PersonId{}}},
                 [&](const db::Row& row) {
                     if (!row.flag("is_visible")) {
                         ++found.hidden;
                         return;
                     }
                     const auto* was = before.find(row.text("row_ref"));
                     RoleCode to{row.text("to_role")};
                     const bool is_changed = was == nullptr || was->lead().role != to.value;
                     found.tickets.push_back({.id = row.id<TicketId>("id"),
                                              .subject = row.text("subject"),
                                              .area = row.optional_text("area").value_or(""),
                                              .from = RoleCode{row.text("role_code")},
                                              .to = std::move(to),
                                              .is_changed = is_changed});
                 });
    return found;
}

Misplaced misplaced(db::Session& session, const Candidate& draft, const identity::Person* reader) {
    return misplaced(session, store::load_matrix(session, store::get_version(session, draft.head.base)), draft.matrix, reader);
}

std::optional<std::vector<ChosenMove>> choose(const Misplaced& among, const std::vector<TicketId>& numbers) {
    std::vector<ChosenMove> chosen;
    for (const auto number : numbers) {
        const auto found = std::find_if(among.tickets.begin(), among.tickets.end(), [&](const auto& each) { return each.id == number; });
        if (found == among.tickets.end()) {
            return {};
        }
        const bool is_twice = std::any_of(chosen.begin(), chosen.end(), [&](const auto& each) { return each.ticket == number; });
        if (!is_twice) {
            chosen.push_back({number, found->from});
        }
    }
    return chosen;
}

std::vector<ChosenMove> changed(const Misplaced& among) {
    std::vector<ChosenMove> all;
    for (const auto& each : among.tickets) {
        if (each.is_changed) {
            all.push_back({each.id, each.from});
        }
    }
    return all;
}

void plan(db::Transaction& tx, VersionId version, const std::vector<ChosenMove>& chosen) {
    auto rows = json::array();
    for (const auto& each : chosen) {
        rows.push_back({each.ticket.value, each.from.value});
    }
    if (!rows.empty()) {
        tx.execute(queries::matrix::insert_moves, {{"version_id", version}, {"moves", rows.dump()}});
    }
}

std::size_t run(db::Database& database, const tickets::DeskServices& services, const CurrentRouter& router, std::chrono::milliseconds patience) {
    std::vector<VersionId> versions;
    database.read([&](db::Session& session) {
        session.each(queries::matrix::select_versions_to_move, {{"now", services.clock.now()}},
                     [&](const db::Row& row) { versions.push_back(row.id<VersionId>("version_id")); });
        return 0;
    });
    std::size_t taken = 0;
    for (const auto version : versions) {
        taken += tickets::take_due("moving with the matrix", patience,
                                   [&](tickets::DuePlace& place) { return take_one(database, services, router, version, place.id); });
    }
    if (taken > 0) {
        services.listener.committed();
    }
    return taken;
}

std::map<VersionId, Outcome> outcomes(db::Session& session) {
    std::map<VersionId, Outcome> all;
    session.each(queries::matrix::count_moves, {}, [&](const db::Row& row) {
        all[row.id<VersionId>("version_id")] = {row.integer("chosen"), row.integer("moved"), row.integer("stayed")};
    });
    return all;
}

}  // namespace ansvar::matrix::moves

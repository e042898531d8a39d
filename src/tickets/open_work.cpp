#include "tickets/open_work.hpp"

#include <limits>

#include "queries/tickets.hpp"
#include "tickets/change.hpp"

namespace ansvar::tickets {

namespace {

namespace sql = queries::tickets;

constexpr std::int64_t looked_at = 200, most_listed = 50;

std::vector<TicketId> open_of(db::Session& session, PersonId person, std::int64_t limit) {
    std::vector<TicketId> ids;
    session.each(sql::select_open_of_assignee, {{"person_id", person}, {"page_size", limit}},
                 [&](const db::Row& row) { ids.push_back(row.id<TicketId>("id")); });
    return ids;
}

/// Triage's, since nobody works in the queue where it would lie.
void to_triage(Change& change, const routing::Router& router) {
    const auto receipt = ticket_store::receipt(change.tx(), change.ticket().id);
    const auto before = routing::decision_from_json(receipt.value("receipt", nlohmann::json::object()).dump());
    const auto decision = router.correct(before ? *before : routing::Decision{}, routing::triage_role);
    if (decision) {
        const Placement placement{.queue = RoleCode{std::string{routing::triage_role}}, .holder = {}, .note = "", .people = nlohmann::json::object()};
        change.reroute(*decision, placement, "", "");
    }
}

}  // namespace

std::vector<identity::OpenTicket> DeskWork::list(db::Session& session, PersonId person, const identity::Person& reader) const {
    std::vector<identity::OpenTicket> listed;
    for (const auto id : open_of(session, person, looked_at)) {
        const auto found = ticket_store::find(session, id, reader.id, desk_.services().clock.now());
        if (found && may(reader, Action::View, found->ticket, found->ties) && std::ssize(listed) < most_listed) {
            listed.push_back({.number = id, .subject = found->ticket.subject});
        }
    }
    return listed;
}

std::size_t DeskWork::hand_back(db::Transaction& tx, const identity::Person& person) {
    const auto ids = open_of(tx, person.id, std::numeric_limits<std::int32_t>::max());
    for (const auto id : ids) {
        auto change = Change::begin(tx, desk_.services(), id, Action::Handle, person, {});
        if (!change) {
            continue;  // somebody else has taken it meanwhile
        }
        change->hand_back();
        if (ticket_store::list_holders(tx, change->ticket().role, change->now()).empty()) {
            to_triage(*change, *desk_.services().router());
        }
        change->finish();
    }
    give_unread_back(tx, person);
    return ids.size();
}

void DeskWork::give_unread_back(db::Transaction& tx, const identity::Person& person) {
    std::vector<TicketId> unread;
    tx.each(sql::select_read_by_nobody_else, {{"person_id", person.id}}, [&](const db::Row& row) { unread.push_back(row.id<TicketId>("id")); });
    for (const auto id : unread) {
        if (auto change = Change::begin(tx, desk_.services(), id, Action::Handle, person, {})) {
            change->give_to_queue();
            change->finish();
        }
    }
}

}  // namespace ansvar::tickets

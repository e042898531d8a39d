#include "tickets/sequencer.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "queries/tickets.hpp"
#include "tickets/search_store.hpp"

namespace ansvar::tickets {

std::string queue_topic(const RoleCode& role) { return "queue:" + role.value; }

std::string sealed_queue_topic(const RoleCode& role) { return queue_topic(role) + "\nsealed"; }

std::string ticket_topic(TicketId ticket) { return "ticket:" + ticket.text(); }

FeedState feed_state(db::Session& session, Timestamp now) {
    const auto row = session.row(queries::tickets::select_feed_state, {{"now", now}});
    return {row->unsigned_integer("last_number"), row->flag("waits")};
}

/// The lock on the one row is held until COMMIT, so numbers become visible in their order, and a gap is never filled later.
std::size_t number_changes(db::Database& database, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) -> std::size_t {
        const auto sequencer = tx.row(queries::tickets::lock_sequencer);
        if (!sequencer) {
            return 0;
        }
        auto number = sequencer->unsigned_integer("last_number");
        auto numbered = nlohmann::json::array();
        std::set<TicketId> revealed;
        tx.each(queries::tickets::select_changes_without_number, {{"now", now}}, [&](const db::Row& row) {
            numbered.push_back({row.unsigned_integer("id"), ++number});
            if (row.flag("reveals")) {
                revealed.insert(row.id<TicketId>("ticket_id"));
            }
        });
        for (const auto ticket : revealed) {
            search_store::add_all(tx, ticket, ticket, now);
        }
        if (!numbered.empty()) {
            tx.execute(queries::tickets::number_changes, {{"numbered", numbered.dump()}});
            tx.execute(queries::tickets::update_sequencer, {{"last_number", number}});
        }
        return numbered.size();
    });
}

std::vector<NumberedChange> changes_after(db::Session& session, std::uint64_t number, std::size_t limit) {
    std::vector<NumberedChange> changes;
    session.each(queries::tickets::select_changes_after, {{"number", number}, {"limit", limit}}, [&](const db::Row& row) {
        const auto before = row.optional_text("role_before");
        changes.push_back({row.unsigned_integer("number"), row.id<TicketId>("ticket_id"), row.id<TicketId>("last_ticket_id"),
                           RoleCode{row.text("role_code")}, before ? std::optional{RoleCode{*before}} : std::nullopt, confidentiality_from(row.text("reach")).value(),
                           row.integer("seq"), row.time("made_at")});
    });
    return changes;
}

}  // namespace ansvar::tickets

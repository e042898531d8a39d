#include "hooks/message.hpp"

#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "queries/tickets.hpp"
#include "tickets/access.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::hooks {

namespace {

using nlohmann::json;

std::string write(std::string_view type, Timestamp at, json data) {
    return json{{"type", type}, {"timestamp", to_rfc3339(at)}, {"data", std::move(data)}}.dump();
}

json kinds_of(db::Session& session, const tickets::TicketChange& change) {
    auto kinds = json::array();
    session.each(queries::tickets::select_kinds_of_change, {{"ticket_id", change.ticket}, {"seq", change.seq}},
                 [&](const db::Row& row) { kinds.push_back(row.text("kind")); });
    return kinds;
}

}  // namespace

std::string draw_message_id() { return "msg_" + random_token(16); }

std::string message_of(db::Session& session, const tickets::TicketChange& change, const identity::Person& reader, Timestamp now) {
    json data{{"change", change.place.text()}, {"ticket", change.ticket.value}};
    const auto found = change.is_readable ? tickets::ticket_store::find(session, change.ticket, reader.id, now) : std::nullopt;
    if (!found) {
        return write("ticket.hidden", change.made_at, std::move(data));
    }
    const bool tells_kinds = !found->ticket.confidential && tickets::may(reader, tickets::Action::Notes, found->ticket, found->ties);
    data["url"] = "/api/v1/tickets/" + change.ticket.text();
    data["version"] = found->ticket.version;
    data["changes"] = tells_kinds ? kinds_of(session, change) : json::array();
    return write("ticket.changed", change.made_at, std::move(data));
}

std::string message_of_lost(const tickets::FeedPlace& from, const tickets::FeedPlace& to, Timestamp now) {
    return write("changes.lost", now, {{"from", from.text()}, {"to", to.text()}});
}

std::string trial_message(Timestamp now) { return write("webhook.test", now, json::object()); }

}  // namespace ansvar::hooks

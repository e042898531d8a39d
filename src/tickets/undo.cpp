#include "tickets/undo.hpp"

#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "queries/tickets.hpp"
#include "tickets/ledger_of.hpp"

namespace ansvar::tickets::undo_store {

namespace {

using nlohmann::json;

template <class Value>
json kept(const std::optional<Value>& value) {
    return value ? json(*value) : json();
}

json kept(const std::optional<Timestamp>& time) { return time ? json(time->time_since_epoch().count()) : json(); }

template <class Value>
std::optional<Value> value_of(const json& kept) {
    return kept.is_null() ? std::nullopt : std::optional{kept.get<Value>()};
}

Timestamp time_of(const json& kept) { return Timestamp{std::chrono::microseconds{kept.get<std::int64_t>()}}; }
std::optional<Timestamp> optional_time_of(const json& kept) { return kept.is_null() ? std::nullopt : std::optional{time_of(kept)}; }

/// Everything that a change with an undo may move, and where the ticket goes on, which none moves. Not who reads it: that is never undone; and
/// not what its clocks measured: that is counted again, and another clock does not make it another ticket.
json to_json(const Ticket& ticket) {
    return {{"merged_into", ticket.merged_into ? json(ticket.merged_into->value) : json()},
            {"role", ticket.role.value},
            {"row_ref", kept(ticket.row_ref)},
            {"area_key", kept(ticket.area_key)},
            {"area", kept(ticket.area)},
            {"matrix_version", ticket.matrix_version},
            {"reason", ticket.reason},
            {"confidence", ticket.confidence},
            {"state", name(ticket.state)},
            {"priority", static_cast<int>(ticket.priority)},
            {"assignee", ticket.assignee ? json(ticket.assignee->value) : json()},
            {"target", ledger_of::to_json(ticket.target)},
            {"subject", ticket.subject},
            {"room", ticket.room},
            {"phone", ticket.phone},
            {"snoozed_until", kept(ticket.snoozed_until)}};
}

}  // namespace

void insert(db::Transaction& tx, const Undo& undo, const Ticket& before, const Ticket& after, PersonId by, Timestamp expires_at) {
    tx.execute(queries::tickets::insert_undo_step, {{"token_hash", sha256(undo.token)},
                                                    {"ticket_id", before.id},
                                                    {"person_id", by},
                                                    {"first_seq", before.last_seq + 1},
                                                    {"last_seq", after.last_seq},
                                                    {"before_it", to_json(before).dump()},
                                                    {"after_it", to_json(after).dump()},
                                                    {"expires_at", expires_at}});
}

std::optional<Open> find(db::Session& session, const std::string& token, PersonId by, Timestamp now) {
    const auto row = session.row(queries::tickets::select_undo_bar, {{"token_hash", sha256(token)}, {"person_id", by}, {"now", now}});
    return row && row->integer("tickets") > 0 ? std::optional{Open{row->integer("tickets"), row->time("expires_at")}} : std::nullopt;
}

std::vector<Step> take(db::Transaction& tx, const std::string& token, PersonId by, Timestamp now) {
    const auto hash = sha256(token);
    std::vector<Step> steps;
    for (const auto& row : tx.rows(queries::tickets::lock_undo_steps, {{"token_hash", hash}, {"person_id", by}, {"now", now}})) {
        steps.push_back({.ticket = row.id<TicketId>("ticket_id"),
                         .first_seq = row.integer("first_seq"),
                         .last_seq = row.integer("last_seq"),
                         .before = row.text("before_it"),
                         .after = row.text("after_it")});
    }
    if (!steps.empty()) {
        tx.execute(queries::tickets::delete_undo_steps, {{"token_hash", hash}, {"person_id", by}});
    }
    return steps;
}

bool is_as_left(const Ticket& ticket, const Step& step) { return to_json(ticket) == json::parse(step.after); }

void put_back(Ticket& ticket, const Step& step) {
    const auto before = json::parse(step.before);
    ticket.role = RoleCode{before.at("role").get<std::string>()};
    ticket.row_ref = value_of<std::string>(before.at("row_ref"));
    ticket.area_key = value_of<std::string>(before.at("area_key"));
    ticket.area = value_of<std::string>(before.at("area"));
    ticket.matrix_version = before.at("matrix_version").get<std::string>();
    ticket.reason = before.at("reason").get<std::string>();
    ticket.confidence = before.at("confidence").get<double>();
    ticket.state = state_from(before.at("state").get<std::string>()).value();
    ticket.priority = static_cast<Priority>(before.at("priority").get<int>());
    const auto assignee = value_of<std::uint64_t>(before.at("assignee"));
    ticket.assignee = assignee ? std::optional{PersonId{*assignee}} : std::nullopt;
    ticket.target = ledger_of::target_from(before.at("target"));
    ticket.subject = before.at("subject").get<std::string>();
    ticket.room = before.at("room").get<std::string>();
    ticket.phone = before.at("phone").get<std::string>();
    ticket.snoozed_until = optional_time_of(before.at("snoozed_until"));
}

Withdrawn withdraw_messages(db::Transaction& tx, const Step& step, PersonId by, Timestamp now) {
    const db::Parameters events{{"ticket_id", step.ticket}, {"first_seq", step.first_seq}, {"last_seq", step.last_seq}};
    tx.execute(queries::tickets::delete_mentioned_watchers, events);
    tx.execute(queries::tickets::delete_idempotency_keys_of_events,
               {{"person_id", by}, {"ticket_id", step.ticket}, {"first_seq", step.first_seq}, {"last_seq", step.last_seq}});
    tx.execute(queries::tickets::insert_drafts_of_withdrawn,
               {{"ticket_id", step.ticket}, {"first_seq", step.first_seq}, {"last_seq", step.last_seq}, {"person_id", by}, {"now", now}});
    const bool messages = tx.execute(queries::tickets::withdraw_messages, events) > 0;
    const auto files = messages ? tx.execute(queries::tickets::unlink_attachments,
                                             {{"ticket_id", step.ticket}, {"first_seq", step.first_seq}, {"last_seq", step.last_seq}, {"now", now}})
                                : 0;
    return {.messages = messages, .files = files};
}

}  // namespace ansvar::tickets::undo_store

#include "tickets/ticket_store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "queries/tickets.hpp"

namespace ansvar::tickets::ticket_store {

namespace {

std::optional<Found> read_found(const std::optional<db::Row>& row) {
    if (!row) {
        return {};
    }
    const auto by_self = row->optional_integer("watches_by_self");
    return Found{read_ticket(*row),
                 {.is_watcher = by_self == 0, .is_reader = row->flag("is_reader"), .glass_until = row->optional_time("glass_until"), .follows = by_self == 1}};
}

std::string date_text(Timestamp time) {
    const auto wall = to_stockholm(time);
    return fmt::format("{:04}-{:02}-{:02}", wall.year, wall.month, wall.day);
}

/// The row its target came from; empty: none fitted.
std::optional<std::uint64_t> target_id(const Ticket& ticket) { return ticket.target.id == 0 ? std::nullopt : std::optional{ticket.target.id}; }

/// Is it so still after its change was undone? Who reads or follows a ticket is, but for those whom a mention made follow it.
bool outlasts_undo(const Event& event) {
    return event.kind == EventKind::ConfidentialityChanged || (event.kind == EventKind::WatchersChanged && !event.data.value("mention", false));
}

/// What was undone is told no more; that it was undone only to those who see what is internal.
void leave_out_undone(std::vector<Entry>& entries, bool with_notes) {
    std::vector<std::pair<std::int64_t, std::int64_t>> undone;
    for (const auto& [event, actor, body, is_note, is_held] : entries) {
        if (event.kind == EventKind::Undone) {
            undone.emplace_back(event.data.at("first").get<std::int64_t>(), event.data.at("last").get<std::int64_t>());
        }
    }
    std::erase_if(entries, [&](const Entry& entry) {
        const auto& event = entry.event;
        return (event.kind == EventKind::Undone && !with_notes) ||
               (!outlasts_undo(event) && std::any_of(undone.begin(), undone.end(), [&](const auto& range) {
                   return range.first <= event.seq && event.seq <= range.second;
               }));
    });
}

}  // namespace

std::optional<Found> find(db::Session& session, TicketId id, PersonId reader, Timestamp now) {
    return read_found(session.row(queries::tickets::select_ticket, {{"id", id}, {"person_id", reader}, {"now", now}}));
}

std::optional<Found> lock(db::Transaction& tx, TicketId id, PersonId reader, Timestamp now) {
    return read_found(tx.row(queries::tickets::lock_ticket, {{"id", id}, {"person_id", reader}, {"now", now}}));
}

TicketId insert(db::Transaction& tx, const Ticket& ticket) {
    tx.execute(queries::tickets::insert_ticket, {{"subject", ticket.subject},
                                                 {"role_code", ticket.role},
                                                 {"row_ref", ticket.row_ref},
                                                 {"area_key", ticket.area_key},
                                                 {"area", ticket.area},
                                                 {"matrix_version", ticket.matrix_version},
                                                 {"reason", ticket.reason},
                                                 {"confidence", ticket.confidence},
                                                 {"confidential", ticket.confidential},
                                                 {"priority", static_cast<int>(ticket.priority)},
                                                 {"requester_id", ticket.requester},
                                                 {"filed_by_id", ticket.filed_by},
                                                 {"assignee_id", ticket.assignee},
                                                 {"channel", name(ticket.channel)},
                                                 {"room", ticket.room},
                                                 {"phone", ticket.phone},
                                                 {"now", ticket.opened_at},
                                                 {"due_at", ticket.due_at},
                                                 {"last_seq", ticket.last_seq},
                                                 {"target_id", target_id(ticket)},
                                                 {"first_response_target", ticket.target.first_response},
                                                 {"next_response_target", ticket.target.next_response},
                                                 {"resolution_target", ticket.target.resolution},
                                                 {"escalate_at", ticket.escalate_at},
                                                 {"unit_id", ticket.unit}});
    return TicketId{tx.last_insert_id()};
}

void update(db::Transaction& tx, const Ticket& ticket, bool raises_version) {
    tx.execute(queries::tickets::update_ticket, {{"id", ticket.id},
                                                 {"subject", ticket.subject},
                                                 {"room", ticket.room},
                                                 {"phone", ticket.phone},
                                                 {"role_code", ticket.role},
                                                 {"row_ref", ticket.row_ref},
                                                 {"area_key", ticket.area_key},
                                                 {"area", ticket.area},
                                                 {"matrix_version", ticket.matrix_version},
                                                 {"reason", ticket.reason},
                                                 {"confidence", ticket.confidence},
                                                 {"confidential", ticket.confidential},
                                                 {"named_only", ticket.named_only},
                                                 {"state", name(ticket.state)},
                                                 {"priority", static_cast<int>(ticket.priority)},
                                                 {"assignee_id", ticket.assignee},
                                                 {"due_at", ticket.due_at},
                                                 {"paused_at", ticket.paused_at},
                                                 {"paused_minutes", ticket.paused_minutes},
                                                 {"first_response_at", ticket.first_response_at},
                                                 {"first_response_minutes", ticket.first_response_minutes},
                                                 {"resolved_at", ticket.resolved_at},
                                                 {"resolution_minutes", ticket.resolution_minutes},
                                                 {"target_id", target_id(ticket)},
                                                 {"first_response_target", ticket.target.first_response},
                                                 {"next_response_target", ticket.target.next_response},
                                                 {"resolution_target", ticket.target.resolution},
                                                 {"asked_at", ticket.asked_at},
                                                 {"right_role_minutes", ticket.right_role_minutes},
                                                 {"reopens", ticket.reopens},
                                                 {"escalate_at", ticket.escalate_at},
                                                 {"escalated", ticket.escalated},
                                                 {"idle_at", ticket.idle_at},
                                                 {"closes_at", ticket.closes_at},
                                                 {"hops", ticket.hops},
                                                 {"snoozed_until", ticket.snoozed_until},
                                                 {"merged_into_id", ticket.merged_into},
                                                 {"last_seq", ticket.last_seq},
                                                 {"raised", raises_version},
                                                 {"changed_at", ticket.changed_at}});
}

void insert_event(db::Transaction& tx, const Event& event) {
    tx.execute(queries::tickets::insert_event, {{"ticket_id", event.ticket},
                                                {"seq", event.seq},
                                                {"kind", name(event.kind)},
                                                {"actor_id", event.actor},
                                                {"happened_at", event.at},
                                                {"data", event.data.dump()}});
}

void insert_message(db::Transaction& tx, TicketId ticket, std::int64_t seq, bool is_note, std::string_view body,
                    const std::optional<Timestamp>& held_until) {
    tx.execute(queries::tickets::insert_message,
               {{"ticket_id", ticket}, {"seq", seq}, {"is_note", is_note}, {"body", body}, {"held_until", held_until}});
}

void insert_change(db::Transaction& tx, const Ticket& before, const Ticket& ticket, Timestamp now, const std::optional<Timestamp>& reveals_at) {
    tx.execute(queries::tickets::insert_change, {{"ticket_id", ticket.id},
                                                 {"seq", ticket.last_seq},
                                                 {"role_code", ticket.role},
                                                 {"role_before", before.role == ticket.role ? std::nullopt : std::optional{before.role}},
                                                 {"reach", name(std::min(before.confidentiality(), ticket.confidentiality()))},
                                                 {"now", now},
                                                 {"reveals_at", reveals_at}});
}

void insert_watcher(db::Transaction& tx, TicketId ticket, PersonId person, bool by_self) {
    tx.execute(queries::tickets::insert_watcher, {{"ticket_id", ticket}, {"person_id", person}, {"by_self", by_self}});
}

void delete_watcher(db::Transaction& tx, TicketId ticket, PersonId person) {
    tx.execute(queries::tickets::delete_watcher, {{"ticket_id", ticket}, {"person_id", person}});
}

void loosen_watchers(db::Transaction& tx, TicketId ticket) { tx.execute(queries::tickets::loosen_watchers, {{"ticket_id", ticket}}); }

void insert_reader(db::Transaction& tx, TicketId ticket, PersonId person, PersonId added_by, Timestamp now) {
    tx.execute(queries::tickets::insert_reader, {{"ticket_id", ticket}, {"person_id", person}, {"added_by_id", added_by}, {"now", now}});
}

void delete_reader(db::Transaction& tx, TicketId ticket, PersonId person) {
    tx.execute(queries::tickets::delete_reader, {{"ticket_id", ticket}, {"person_id", person}});
}

void insert_glass_break(db::Transaction& tx, TicketId ticket, PersonId person, std::string_view reason, Timestamp now, Timestamp until) {
    tx.execute(queries::tickets::insert_glass_break,
               {{"ticket_id", ticket}, {"person_id", person}, {"reason", reason}, {"now", now}, {"expires_at", until}});
}

std::vector<Named> list_watchers(db::Session& session, TicketId ticket) {
    std::vector<Named> watchers;
    for (const auto& row : session.rows(queries::tickets::select_watchers, {{"ticket_id", ticket}})) {
        watchers.push_back({row.id<PersonId>("id"), row.text("name"), row.optional_text("email").value_or(""), "", ""});
    }
    return watchers;
}

std::vector<TicketId> list_merged_into(db::Session& session, TicketId ticket) {
    std::vector<TicketId> sources;
    for (const auto& row : session.rows(queries::tickets::select_merged_here, {{"ticket_id", ticket}})) {
        sources.push_back(row.id<TicketId>("id"));
    }
    return sources;
}

std::vector<Named> list_readers(db::Session& session, TicketId ticket) {
    std::vector<Named> readers;
    for (const auto& row : session.rows(queries::tickets::select_readers, {{"ticket_id", ticket}})) {
        readers.push_back({row.id<PersonId>("id"), row.text("name"), row.optional_text("email").value_or(""), "", ""});
    }
    return readers;
}

std::vector<Named> list_names(db::Session& session, const std::vector<PersonId>& ids) {
    auto list = nlohmann::json::array();
    for (const auto id : ids) {
        list.push_back(id.value);
    }
    std::vector<Named> names;
    for (const auto& row : session.rows(queries::tickets::select_names, {{"ids", list.dump()}})) {
        names.push_back({row.id<PersonId>("id"), row.text("name"), row.optional_text("email").value_or(""),
                         row.optional_text("title").value_or(""), row.optional_text("phone").value_or("")});
    }
    return names;
}

std::vector<Named> list_holders(db::Session& session, const RoleCode& role, Timestamp now) {
    std::vector<Named> holders;
    for (const auto& row : session.rows(queries::tickets::select_holders, {{"role_code", role}, {"today", date_text(now)}})) {
        holders.push_back({row.id<PersonId>("id"), row.text("name"), "", "", ""});
    }
    return holders;
}

std::vector<Entry> timeline(db::Session& session, TicketId ticket, bool with_notes, Timestamp now) {
    std::vector<Entry> entries;
    for (const auto& row : session.rows(queries::tickets::select_timeline, {{"ticket_id", ticket}, {"with_notes", with_notes}, {"now", now}})) {
        auto data = nlohmann::json::parse(row.text("data"));
        auto who = row.optional_text("actor").value_or(data.value("author", ""));
        entries.push_back({.event = {.ticket = ticket,
                                     .seq = row.integer("seq"),
                                     .kind = event_kind_from(row.text("kind")),
                                     .actor = row.optional_id<PersonId>("actor_id"),
                                     .at = row.time("happened_at"),
                                     .data = std::move(data)},
                           .actor = std::move(who),
                           .body = row.optional_text("body"),
                           .is_note = row.optional_integer("is_note").value_or(0) != 0,
                           .is_held = row.optional_time("held_until").value_or(now) > now});
    }
    leave_out_undone(entries, with_notes);
    return entries;
}

nlohmann::json receipt(db::Session& session, TicketId ticket) {
    const auto row = session.row(queries::tickets::select_receipt, {{"ticket_id", ticket}});
    return row ? nlohmann::json::parse(row->text("data")) : nlohmann::json::object();
}

}  // namespace ansvar::tickets::ticket_store

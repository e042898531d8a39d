#include "tickets/ledger_of.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "queries/tickets.hpp"

namespace ansvar::tickets::ledger_of {

namespace {

using nlohmann::json;
using Kind = clock::Happening::Kind;

/// Did the author of this reply, from before replies said so, handle the ticket? The ticket knows when it was answered first.
bool answered_then(const Ticket& ticket, Timestamp at, bool by_staff) {
    return ticket.first_response_at && (at == *ticket.first_response_at || (by_staff && at > *ticket.first_response_at));
}

std::vector<std::pair<std::int64_t, std::int64_t>> undone_in(std::span<const Event> events) {
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    for (const auto& event : events) {
        if (event.kind == EventKind::Undone) {
            ranges.emplace_back(event.data.at("first").get<std::int64_t>(), event.data.at("last").get<std::int64_t>());
        }
    }
    return ranges;
}

Kind kind_of(State state) {
    return state == State::WaitingRequester ? Kind::WaitsForRequester
           : state == State::WaitingOther   ? Kind::WaitsForOther
           : is_open(state)                 ? Kind::WorkedOn
                                            : Kind::Done;
}

Kind kind_of(const Event& event) {
    switch (event.kind) {
        case EventKind::Rerouted: return event.data.contains("matrix") ? Kind::Rearranged : Kind::HandedOver;
        case EventKind::Replied: return event.data.value("by_requester", false) ? Kind::Asked : Kind::Answered;
        case EventKind::StateChanged: return kind_of(state_from(event.data.value("to", "new")).value_or(State::New));
        case EventKind::Reopened: return Kind::Reopened;
        case EventKind::PriorityChanged: return Kind::Aimed;
        case EventKind::Merged: return Kind::Merged;
        case EventKind::Unmerged: return Kind::Unmerged;
        case EventKind::Escalated: return Kind::Told;
        default: return Kind::Opened;
    }
}

clock::Happening happening(const Ticket& ticket, const Event& event) {
    clock::Happening one{.kind = kind_of(event), .seq = event.seq, .at = event.at, .by_requester = event.actor == ticket.requester};
    if (one.kind == Kind::Opened || one.kind == Kind::HandedOver || one.kind == Kind::Rearranged) {
        one.role = event.data.value("to", ticket.role.value);
    }
    if (event.data.contains("target")) {
        one.target = target_from(event.data["target"]);
    }
    if (one.kind == Kind::Told) {
        one.measure = clock::measure_from(event.data.value("clock", "")).value_or(clock::Measure::Resolution);
        one.percent = event.data.value("percent", std::int64_t{0});
    }
    return one;
}

}  // namespace

bool moves(const Event& event) {
    switch (event.kind) {
        case EventKind::Opened:
        case EventKind::Rerouted:
        case EventKind::StateChanged:
        case EventKind::Reopened:
        case EventKind::PriorityChanged:
        case EventKind::Undone:
        case EventKind::Escalated: return true;
        case EventKind::Replied: return event.data.value("by_requester", false) || event.data.value("answers", false);
        case EventKind::Merged:
        case EventKind::Unmerged: return event.data.contains("into");  // at the one that goes on elsewhere
        default: return false;
    }
}

std::vector<Event> list_events(db::Session& session, const Ticket& ticket) {
    std::vector<Event> events;
    for (const auto& row : session.rows(queries::tickets::select_clock_events, {{"ticket_id", ticket.id}})) {
        Event event{.ticket = ticket.id,
                    .seq = row.integer("seq"),
                    .kind = event_kind_from(row.text("kind")),
                    .actor = row.optional_id<PersonId>("actor_id"),
                    .at = row.time("happened_at"),
                    .data = json::parse(row.text("data"))};
        if (event.kind == EventKind::Replied && !event.data.contains("answers")) {
            event.data["answers"] = answered_then(ticket, event.at, row.flag("by_staff"));
        }
        if (moves(event)) {
            events.push_back(std::move(event));
        }
    }
    return events;
}

std::optional<std::vector<Event>> events_in(std::span<const ticket_store::Entry> timeline) {
    std::vector<Event> events;
    for (const auto& entry : timeline) {
        const auto& event = entry.event;
        if (event.kind == EventKind::Replied && !event.data.value("by_requester", false) && !event.data.contains("answers")) {
            return {};
        }
        if (moves(event)) {
            events.push_back(event);
        }
    }
    return events;
}

std::vector<clock::Happening> happenings(const Ticket& ticket, std::span<const Event> events, const clock::Target& unstamped) {
    const auto undone = undone_in(events);
    std::vector<clock::Happening> list;
    for (const auto& event : events) {
        const bool is_undone = std::any_of(undone.begin(), undone.end(), [&](const auto& range) { return range.first <= event.seq && event.seq <= range.second; });
        if (!is_undone && moves(event) && event.kind != EventKind::Undone) {
            list.push_back(happening(ticket, event));
        }
    }
    if (list.empty() || list.front().kind != Kind::Opened) {  // put there by something else than this program
        list.insert(list.begin(), {.at = ticket.opened_at, .role = ticket.role.value});
    }
    if (std::none_of(list.begin(), list.end(), [](const auto& each) { return each.target.has_value(); })) {
        list.front().target = unstamped;
    }
    return list;
}

clock::Ledger count(const schedule::Schedule& schedule, const Ticket& ticket, std::span<const Event> events, const clock::Target& in_force, Timestamp as_of) {
    const bool was_aimed = ticket.target.first_response || ticket.target.next_response || ticket.target.resolution;
    const auto list = happenings(ticket, events, was_aimed ? ticket.target : in_force);
    std::vector<clock::Step> steps;
    for (const auto& step : *schedule.steps.all()) {
        steps.push_back(step.step);
    }
    const auto follows = [&](const std::string& role) { return schedule.calendars.of(RoleCode{role}, ticket.unit); };
    return clock::count(list, follows, as_of, steps);
}

void put(Ticket& ticket, const clock::Ledger& ledger) {
    ticket.target = ledger.target;
    ticket.due_at = ledger.due().value_or(never_due);
    ticket.paused_at = ledger.paused_at;
    ticket.paused_minutes = ledger.paused.minutes();
    const auto& first = ledger.first_response;
    ticket.first_response_at = first ? std::optional{first->answered_at} : std::nullopt;
    ticket.first_response_minutes = first ? std::optional{first->length.minutes()} : std::nullopt;
    ticket.asked_at = ledger.asked_at;
    ticket.resolved_at = ledger.resolved_at;
    ticket.resolution_minutes = ledger.resolved_at ? std::optional{ledger.worked.minutes()} : std::nullopt;
    ticket.right_role_minutes = ledger.to_role.minutes();
    ticket.hops = ledger.hops;
    ticket.reopens = ledger.reopens;
    ticket.escalate_at = ledger.moments.empty() ? std::nullopt : std::optional{ledger.moments.front().at};
    ticket.escalated = ledger.told;
}

void store_responses(db::Transaction& tx, TicketId ticket, const clock::Ledger& ledger, std::int64_t from_seq) {
    if (from_seq == 0) {
        tx.execute(queries::tickets::delete_responses, {{"ticket_id", ticket}});
    }
    auto rows = json::array();
    for (const auto& response : ledger.next_responses) {
        if (response.seq >= from_seq) {
            rows.push_back({response.seq, to_sql(response.asked_at), to_sql(response.answered_at), response.length.minutes()});
        }
    }
    if (!rows.empty()) {
        tx.execute(queries::tickets::insert_responses, {{"ticket_id", ticket}, {"rows", rows.dump()}});
    }
}

Recount recount(db::Session& session, const schedule::Schedule& schedule, std::size_t sample, Timestamp now) {
    const auto times = [](const Ticket& ticket) {
        return std::tuple{ticket.target, ticket.due_at, ticket.paused_at, ticket.paused_minutes, ticket.first_response_at, ticket.first_response_minutes,
                          ticket.asked_at, ticket.resolved_at, ticket.resolution_minutes, ticket.right_role_minutes, ticket.hops, ticket.reopens};
    };
    Recount result;
    for (const auto& row : session.rows(queries::tickets::select_counted_tickets, {{"before_id", TicketId{INT64_MAX}}, {"sample", sample}})) {
        const auto kept = ticket_store::find(session, row.id<TicketId>("id"), {}, now).value().ticket;
        auto again = kept;
        put(again, count(schedule, kept, list_events(session, kept), {}, std::max(now, kept.changed_at)));
        ++result.counted;
        if (times(again) != times(kept)) {
            result.differ.push_back(kept.id);
        }
    }
    return result;
}

json to_json(const clock::Target& target) {
    auto kept = json::object();
    if (target.id != 0) {
        kept["id"] = target.id;
    }
    for (const auto measure : clock::all_measures) {
        if (const auto& minutes = clock::minutes_of(target, measure)) {
            kept[std::string{name(measure)}] = *minutes;
        }
    }
    return kept;
}

clock::Target target_from(const json& kept) {
    const auto minutes = [&](const char* name) { return kept.contains(name) ? std::optional{kept[name].get<std::int64_t>()} : std::nullopt; };
    return {.id = kept.value("id", std::uint64_t{0}),
            .first_response = minutes("first_response"),
            .next_response = minutes("next_response"),
            .resolution = minutes("resolution")};
}

}  // namespace ansvar::tickets::ledger_of

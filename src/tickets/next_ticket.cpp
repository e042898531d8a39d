#include "tickets/next_ticket.hpp"

#include <algorithm>
#include <tuple>

#include "queries/tickets.hpp"
#include "tickets/access.hpp"
#include "tickets/queue.hpp"

namespace ansvar::tickets::next_ticket {

namespace {

auto place_of(const Candidate& ticket, Timestamp now) {
    const auto reason = reason_of(ticket, now);
    return std::tuple{reason, reason == Reason::Unassigned ? ticket.opened_at : ticket.due_at, ticket.id};
}

}  // namespace

Reason reason_of(const Candidate& ticket, Timestamp now) {
    return ticket.due_at < now                            ? Reason::Late
           : ticket.priority == Priority::Urgent          ? Reason::Urgent
           : ticket.is_mine && ticket.requester_wrote     ? Reason::Answered
           : ticket.due_at < stockholm_midnight(now, 1)   ? Reason::DueToday
           : !ticket.is_mine                              ? Reason::Unassigned
                                                          : Reason::Due;
}

std::optional<Choice> choose(const std::vector<Candidate>& tickets, Timestamp now) {
    const auto first = std::min_element(tickets.begin(), tickets.end(),
                                        [&](const auto& one, const auto& other) { return place_of(one, now) < place_of(other, now); });
    return first == tickets.end() ? std::nullopt : std::optional{Choice{first->id, reason_of(*first, now), first->due_at}};
}

std::vector<Candidate> list_candidates(db::Session& session, const RoleCode& role, const identity::Person& reader, Timestamp now) {
    std::vector<Candidate> all;
    for (const auto& row : session.rows(queries::tickets::select_next_candidates, {{"role_code", role},
                                                                                   {"paused_from", paused_from(now)},
                                                                                   {"person_id", reader.id},
                                                                                   {"sees_confidential", sees_confidential_in(reader, role)}})) {
        all.push_back({.id = row.id<TicketId>("id"),
                       .priority = static_cast<Priority>(row.integer("priority")),
                       .due_at = row.time("due_at"),
                       .opened_at = row.time("opened_at"),
                       .is_mine = !row.is_null("assignee_id"),
                       .requester_wrote = row.flag("requester_wrote")});
    }
    return all;
}

std::optional<Choice> choose_free(std::vector<Candidate> tickets, const std::vector<presence::Present>& present, Timestamp now, std::optional<TicketId> not_this) {
    std::erase_if(tickets, [&](const Candidate& each) {
        return each.id == not_this || std::any_of(present.begin(), present.end(), [&](const auto& one) { return one.ticket == each.id; });
    });
    return choose(tickets, now);
}

std::optional<Choice> find(db::Session& session, const RoleCode& role, const identity::Person& reader, Timestamp now, std::optional<TicketId> not_this) {
    auto all = list_candidates(session, role, reader, now);
    std::vector<TicketId> ids;
    std::transform(all.begin(), all.end(), std::back_inserter(ids), [](const auto& each) { return each.id; });
    const auto present = presence::of(session, ids, reader.id, now);
    return choose_free(std::move(all), present, now, not_this);
}

std::string words(const Choice& choice, const Wording& wording) {
    const bool is_today = stockholm_midnight(choice.due_at) == stockholm_midnight(wording.now());
    const auto due = is_today ? clock_time(choice.due_at) : wording.when(choice.due_at);
    switch (choice.reason) {
        case Reason::Late: return wording.format("next.late", {{"when", due}});
        case Reason::Urgent: return wording.text("next.urgent");
        case Reason::Answered: return wording.text("next.answered");
        case Reason::DueToday: return wording.format("next.due", {{"when", due}});
        case Reason::Unassigned: return wording.text("next.unassigned");
        case Reason::Due: return wording.format("next.due", {{"when", due}});
    }
    return {};
}

}  // namespace ansvar::tickets::next_ticket

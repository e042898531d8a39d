#include "mail/hearers.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ansvar::mail {

namespace {

using tickets::Event;
using tickets::EventKind;
using tickets::Ticket;

enum class Relation {
    Requester,
    Assignee,
    Handlers,  ///< the assignee, and who stands in for them; without one, those who hold the role. Of a ticket for named readers, these
    Door,      ///< as handlers, and the role's mailbox when nobody is assigned
    Watchers,  ///< but not of a ticket for named readers alone: they do not see it
    NewReader,
    Mentioned,
    Told,      ///< those whom a step of the escalation names
    Outside    ///< the address outside the school that it was written to
};

using Condition = bool (*)(const Ticket&, const Event&);

bool always(const Ticket&, const Event&) { return true; }
bool by_another(const Ticket& ticket, const Event& event) { return event.actor != ticket.requester; }
/// An answer from outside that somebody shows the requester, or that has just come.
bool is_shared(const Ticket& ticket, const Event& event) { return event.data.contains("shared") && by_another(ticket, event); }
bool is_new(const Ticket&, const Event& event) { return !event.data.contains("shared"); }
std::string new_state(const Event& event) { return event.data.value("to", std::string{}); }
bool is_done(const Ticket&, const Event& event) {
    const auto state = tickets::state_from(new_state(event));
    return state && !tickets::is_open(*state);
}
bool is_handed_back(const Ticket&, const Event& event) { return event.data.value("left", false); }
bool waits_for_requester(const Ticket&, const Event& event) { return new_state(event) == tickets::name(tickets::State::WaitingRequester); }

/// Of two tickets that are merged: the one that goes on in the other.
bool is_at_source(const Ticket&, const Event& event) { return event.data.contains("into"); }
/// Whoever sent it may be a list or a program that asks not to be answered.
bool wants_receipt(const Ticket&, const Event& event) { return !event.data.value("no_receipt", false); }
bool is_split_off(const Ticket&, const Event& event) { return event.data.contains("split_from"); }

bool names_a_reader(const Ticket&, const Event& event) { return event.data.contains("reader_added"); }

/// A target's time is nearly up, or up; and does the step tell whoever handles the ticket?
bool is_up(const Event& event) { return event.data.value("percent", std::int64_t{0}) >= 100; }
bool is_overdue(const Ticket&, const Event& event) { return is_up(event); }
bool is_due_soon(const Ticket&, const Event& event) { return !is_up(event); }
bool tells_holder(const Event& event) {
    const auto whom = event.data.value("whom", nlohmann::json::array());
    return std::find(whom.begin(), whom.end(), "holder") != whom.end();
}
bool is_overdue_for_holder(const Ticket&, const Event& event) { return is_up(event) && tells_holder(event); }
bool is_due_soon_for_holder(const Ticket&, const Event& event) { return !is_up(event) && tells_holder(event); }

bool is_mention(const Ticket&, const Event& event) { return event.data.value("mention", false); }

struct Line {
    EventKind event;
    Condition condition;
    Relation relation;
    LetterKind letter;
};

/// Event × relation → letter. Of several lines that fit the same person the first counts: one letter for a change, and the reply that
/// also resolves is a reply (its letter tells the new state). Notes, priorities and other states make no letters.
/// What nobody does but a clock has no author. What each person wants of all this stands in choices.hpp.
constexpr std::array<Line, 29> table{{
    {EventKind::Opened, is_split_off, Relation::Requester, LetterKind::Split},
    {EventKind::Opened, wants_receipt, Relation::Requester, LetterKind::Receipt},
    {EventKind::Opened, always, Relation::Door, LetterKind::NewTicket},
    {EventKind::Opened, always, Relation::Watchers, LetterKind::Copied},
    {EventKind::Rerouted, always, Relation::Door, LetterKind::NewTicket},
    {EventKind::Reopened, always, Relation::Handlers, LetterKind::Reopened},
    {EventKind::Replied, by_another, Relation::Requester, LetterKind::Reply},
    {EventKind::Replied, by_another, Relation::Watchers, LetterKind::Reply},
    // An agent's reply makes them the assignee if there was none, so this reaches another assignee, or answers from outside.
    {EventKind::Replied, always, Relation::Handlers, LetterKind::RequesterWrote},
    {EventKind::Rerouted, always, Relation::Requester, LetterKind::HandedOver},
    {EventKind::StateChanged, is_done, Relation::Requester, LetterKind::Closed},
    {EventKind::StateChanged, waits_for_requester, Relation::Requester, LetterKind::Question},
    {EventKind::Reminded, always, Relation::Requester, LetterKind::Reminder},
    {EventKind::Assigned, always, Relation::Assignee, LetterKind::Assigned},
    {EventKind::GlassBroken, always, Relation::Requester, LetterKind::GlassBroken},
    {EventKind::GlassBroken, always, Relation::Handlers, LetterKind::GlassBroken},
    {EventKind::ConfidentialityChanged, names_a_reader, Relation::NewReader, LetterKind::NamedReader},
    {EventKind::Merged, is_at_source, Relation::Requester, LetterKind::Merged},
    {EventKind::Unmerged, is_at_source, Relation::Requester, LetterKind::Merged},
    {EventKind::Assigned, is_handed_back, Relation::Handlers, LetterKind::NewTicket},
    {EventKind::WatchersChanged, is_mention, Relation::Mentioned, LetterKind::Mention},
    {EventKind::Escalated, is_overdue_for_holder, Relation::Handlers, LetterKind::Overdue},
    {EventKind::Escalated, is_overdue, Relation::Told, LetterKind::Overdue},
    {EventKind::Escalated, is_due_soon_for_holder, Relation::Handlers, LetterKind::DueSoon},
    {EventKind::Escalated, is_due_soon, Relation::Told, LetterKind::DueSoon},
    {EventKind::WroteOutside, always, Relation::Outside, LetterKind::Outside},
    {EventKind::OutsideAnswered, is_new, Relation::Handlers, LetterKind::RequesterWrote},
    {EventKind::OutsideAnswered, is_shared, Relation::Requester, LetterKind::Reply},
    {EventKind::OutsideAnswered, is_shared, Relation::Watchers, LetterKind::Reply},
}};

void set_first(std::optional<LetterKind>& letter, LetterKind kind) {
    if (!letter) {
        letter = kind;
    }
}

void add(Hearers& hearers, const Ticket& after, const Line& line) {
    switch (line.relation) {
        case Relation::Requester:
            return set_first(hearers.requester, line.letter);
        case Relation::Assignee:
            return after.assignee ? set_first(hearers.assignee, line.letter) : void();
        case Relation::Watchers:
            return after.named_only ? void() : set_first(hearers.watchers, line.letter);
        case Relation::NewReader:
            return set_first(hearers.new_reader, line.letter);
        case Relation::Mentioned:
            return set_first(hearers.mentioned, line.letter);
        case Relation::Told:
            return set_first(hearers.told, line.letter);
        case Relation::Outside:
            return set_first(hearers.outside, line.letter);
        case Relation::Handlers:
        case Relation::Door:
            if (after.named_only) {
                return set_first(after.assignee ? hearers.assignee : hearers.readers, line.letter);
            }
            if (after.assignee) {
                set_first(hearers.stand_in, line.letter);
                return set_first(hearers.assignee, line.letter);
            }
            set_first(hearers.holders, line.letter);
            if (line.relation == Relation::Door) {
                set_first(hearers.mailbox, line.letter);
            }
    }
}

}  // namespace

std::optional<PersonId> new_reader_of(std::span<const Event> events) {
    for (const auto& event : events) {
        if (event.data.contains("reader_added")) {
            return PersonId{event.data["reader_added"].get<std::uint64_t>()};
        }
    }
    return {};
}

nlohmann::json told_of(std::span<const Event> events) {
    auto ids = nlohmann::json::array();
    for (const auto& event : events) {
        for (const auto& id : event.kind == EventKind::Escalated ? event.data.value("told", nlohmann::json::array()) : nlohmann::json::array()) {
            if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
                ids.push_back(id);
            }
        }
    }
    return ids;
}

nlohmann::json mentioned_in(std::span<const Event> events) {
    auto ids = nlohmann::json::array();
    for (const auto& event : events) {
        if (event.kind == EventKind::WatchersChanged && event.data.value("mention", false)) {
            ids.push_back(event.data["added"]);
        }
    }
    return ids;
}

std::string outside_address_of(std::span<const Event> events) {
    const auto found = std::find_if(events.begin(), events.end(), [](const Event& event) { return event.kind == EventKind::WroteOutside; });
    return found == events.end() ? "" : found->data.value("to", std::string{});
}

std::optional<PersonId> author_of(std::span<const Event> events) {
    const auto found = std::find_if(events.begin(), events.end(), [](const Event& event) { return event.actor.has_value(); });
    return found == events.end() ? std::nullopt : found->actor;
}

Hearers who_hears(const Ticket& after, std::span<const Event> events) {
    Hearers hearers;
    for (const auto& line : table) {
        const bool fits = std::any_of(events.begin(), events.end(),
                                      [&](const Event& event) { return event.kind == line.event && line.condition(after, event); });
        if (fits) {
            add(hearers, after, line);
        }
    }
    if (author_of(events) == after.requester && hearers.requester != LetterKind::Receipt) {
        hearers.requester.reset();
    }
    return hearers;
}

}  // namespace ansvar::mail

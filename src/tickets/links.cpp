#include "tickets/links.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "queries/tickets.hpp"
#include "tickets/queues_json.hpp"
#include "tickets/two_tickets.hpp"

namespace ansvar::tickets::links {

namespace {

namespace sql = queries::tickets;

constexpr std::array<std::pair<Kind, std::string_view>, 5> names{{{Kind::Related, "related"},
                                                                  {Kind::Parent, "parent"},
                                                                  {Kind::Child, "child"},
                                                                  {Kind::Duplicate, "duplicate"},
                                                                  {Kind::DuplicateOf, "duplicate_of"}}};

/// The same link seen from its other end.
Kind turned(Kind kind) {
    switch (kind) {
        case Kind::Related: return Kind::Related;
        case Kind::Parent: return Kind::Child;
        case Kind::Child: return Kind::Parent;
        case Kind::Duplicate: return Kind::DuplicateOf;
        case Kind::DuplicateOf: return Kind::Duplicate;
    }
    throw std::logic_error("a link of no kind");
}

/// A row says what to_id is to from_id, so two of the kinds are written from the other end.
bool is_written_from_other_end(Kind kind) { return kind == Kind::Child || kind == Kind::DuplicateOf; }

Refusal unknown() { return Refusal::invalid(field_fault("/link", "unknown-ticket")); }

/// What somebody may not know of, and what they may only look at, is the same to them here.
Refusal as_unknown(Refusal refusal) {
    return refusal.kind == Refusal::Kind::NotFound || refusal.kind == Refusal::Kind::NotAllowed ? unknown() : refusal;
}

/// Behind a broken glass a ticket is read, not changed.
bool is_only_read(const Change& there) { return there.ticket().confidential && !there.allows(Action::Handle); }

bool is_above(db::Session& session, TicketId above, TicketId below) {
    const auto rows = session.rows(sql::select_ancestors, {{"ticket_id", below}});
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.template id<TicketId>("id") == above; });
}

std::optional<Kind> between(db::Session& session, TicketId here, TicketId there) {
    const auto row = session.row(sql::select_link, {{"one", here}, {"other", there}});
    if (!row) {
        return {};
    }
    const auto kind = kind_from(row->text("kind")).value();
    return row->id<TicketId>("from_id") == here ? kind : turned(kind);
}

void tell(Change& here, const Ticket& there, Kind kind, bool is_removed) {
    nlohmann::json data{{"ticket", there.id.value}, {"kind", name(kind)}};
    if (is_removed) {
        data["removed"] = true;
    }
    here.happened(EventKind::Linked, std::move(data));
}

}  // namespace

std::string_view name(Kind kind) {
    return std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.first == kind; })->second;
}

std::optional<Kind> kind_from(std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.second == name; });
    return found == names.end() ? std::nullopt : std::optional{found->first};
}

Result<Ticket, Refusal> add(Desk& desk, TicketId ticket, TicketId other, Kind kind, const identity::Person& by, std::optional<std::int64_t> version) {
    if (ticket == other) {
        return refuse(Refusal::invalid(field_fault("/link", "same-ticket")));
    }
    return change_two(desk, {ticket, Action::Handle, version}, {other, Action::Notes}, by, as_unknown, [&](Change& here, Change& there) -> std::optional<Refusal> {
        auto& tx = here.tx();
        if (here.ticket().merged_into || there.ticket().merged_into) {
            return Refusal::invalid(field_fault("/link", "merged-away"));
        }
        if (is_only_read(there)) {
            return unknown();
        }
        if (between(tx, ticket, other)) {
            return Refusal::invalid(field_fault("/link", "linked-already"));
        }
        const bool is_turned = is_written_from_other_end(kind);
        const auto from = is_turned ? other : ticket, to = is_turned ? ticket : other;
        const auto stored = is_turned ? turned(kind) : kind;
        if (stored == Kind::Parent && is_above(tx, from, to)) {
            return Refusal::invalid(field_fault("/link", "circle"));
        }
        tx.execute(sql::insert_link, {{"from_id", from}, {"to_id", to}, {"kind", name(stored)}, {"made_by_id", by.id}, {"now", here.now()}});
        tell(here, there.ticket(), kind, false);
        tell(there, here.ticket(), turned(kind), false);
        return {};
    });
}

Result<Ticket, Refusal> remove(Desk& desk, TicketId ticket, TicketId other, const identity::Person& by, std::optional<std::int64_t> version) {
    return change_two(desk, {ticket, Action::Handle, version}, {other, Action::Notes}, by, as_unknown, [&](Change& here, Change& there) -> std::optional<Refusal> {
        const auto kind = between(here.tx(), ticket, other);
        if (!kind || is_only_read(there)) {
            return unknown();
        }
        here.tx().execute(sql::delete_link, {{"one", ticket}, {"other", other}});
        tell(here, there.ticket(), *kind, true);
        tell(there, here.ticket(), turned(*kind), true);
        return {};
    });
}

std::vector<Link> list(db::Session& session, TicketId ticket, const identity::Person& reader) {
    std::vector<Link> links;
    for (const auto& row : session.rows(sql::select_links, {{"ticket_id", ticket},
                                                            {"person_id", reader.id},
                                                            {"is_administrator", reader.is_administrator},
                                                            {"role_codes", queues_json(reader)}})) {
        const auto kind = kind_from(row.text("kind")).value();
        links.push_back({.ticket = row.id<TicketId>("id"),
                         .kind = row.flag("goes_out") ? kind : turned(kind),
                         .subject = row.text("subject"),
                         .state = state_from(row.text("state")).value()});
    }
    return links;
}

}  // namespace ansvar::tickets::links

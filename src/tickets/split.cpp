#include "tickets/split.hpp"

#include <algorithm>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "queries/tickets.hpp"
#include "tickets/attachments.hpp"
#include "tickets/change.hpp"
#include "tickets/search_store.hpp"

namespace ansvar::tickets {

namespace {

namespace sql = queries::tickets;
using ticket_store::Entry;

Refusal wrong(std::string_view code) { return Refusal::invalid(field_fault("/messages", code)); }

bool is_chosen(const Entry& entry, const splitting::Parts& parts) {
    return std::find(parts.messages.begin(), parts.messages.end(), entry.event.seq) != parts.messages.end();
}

std::vector<Entry> chosen(const std::vector<Entry>& choices, const splitting::Parts& parts) {
    std::vector<Entry> entries;
    std::copy_if(choices.begin(), choices.end(), std::back_inserter(entries), [&](const Entry& entry) { return is_chosen(entry, parts); });
    return entries;
}

/// What the router reads, and what the ticket is found by: the texts that are no notes.
std::string open_text(const std::vector<Entry>& entries) {
    std::vector<std::string> texts;
    for (const auto& entry : entries) {
        if (!entry.is_note) {
            texts.push_back(*entry.body);
        }
    }
    return shorten(join(texts, "\n\n"), max_body);
}

/// A new ticket beside `source`: what is known of the requester stays known.
Draft draft_of(const Ticket& source, const splitting::Parts& parts, const std::vector<Entry>& taken) {
    Draft draft{.subject = parts.subject, .body = open_text(taken), .area = parts.area.empty() ? std::nullopt : std::optional{parts.area}};
    draft.confidential = source.confidential;
    draft.room = source.room;
    draft.phone = source.phone;
    draft.channel = source.channel;
    return draft;
}

void copy_files(db::Transaction& tx, TicketId from, std::int64_t seq, TicketId to, std::int64_t to_seq, Timestamp now) {
    for (const auto& file : attachments::list(tx, from)) {
        if (file.seq != seq) {
            continue;
        }
        tx.execute(sql::copy_attachment, {{"token", random_token(24)}, {"attachment_id", file.id}, {"ticket_id", to}, {"seq", to_seq}, {"now", now}});
        const auto copy = tx.last_insert_id();
        tx.execute(sql::copy_attachment_chunks, {{"copy_id", copy}, {"attachment_id", file.id}});
    }
}

}  // namespace

Result<Ticket, Refusal> Desk::open_carrying(db::Transaction& tx, const Draft& typed, const std::vector<Entry>& carried, const identity::Person& requester,
                                           const identity::Person& by) {
    const auto draft = typed.tidied();
    if (auto faults = draft.faults(); !faults.empty()) {
        return refuse(Refusal{Refusal::Kind::Invalid, std::move(faults)});
    }
    if (auto refusal = refusal_in(tx, draft, by)) {
        return refuse(std::move(*refusal));
    }
    const auto now = services_.clock.now();
    const auto from = carried.front().event.ticket;
    auto begun = begin_in(tx, draft, requester, by, now, 1 + std::ssize(carried));
    const auto& ticket = begun.ticket;
    begun.opened.data["split_from"] = from.value;
    std::vector<Event> events{std::move(begun.opened)};
    ticket_store::insert_event(tx, events.front());
    for (const auto& entry : carried) {
        const auto seq = std::ssize(events) + 1;
        events.push_back({.ticket = ticket.id,
                          .seq = seq,
                          .kind = EventKind::Carried,
                          .actor = entry.event.kind == EventKind::Opened ? std::optional{ticket.requester} : entry.event.actor,
                          .at = now,
                          .data = {{"from", from.value}, {"seq", entry.event.seq}, {"written_at", to_rfc3339(entry.event.at)}}});
        if (entry.event.data.contains("author")) {
            events.back().data["author"] = entry.event.data["author"];
        }
        ticket_store::insert_event(tx, events.back());
        ticket_store::insert_message(tx, ticket.id, seq, entry.is_note, *entry.body);
        if (entry.is_note) {
            search_store::add(tx, ticket.id, *entry.body, true);
        }
        copy_files(tx, from, entry.event.seq, ticket.id, seq, now);
    }
    ticket_store::insert_change(tx, ticket, ticket, now);
    services_.listener.happened(tx, ticket, events, now);
    return ticket;
}

namespace splitting {

std::vector<Entry> choices(db::Session& session, TicketId ticket, Timestamp now) {
    auto entries = ticket_store::timeline(session, ticket, false, now);
    for (auto& entry : ticket_store::timeline(session, ticket, true, now)) {
        if (entry.is_note && entry.event.kind != EventKind::WroteOutside) {
            entries.push_back(std::move(entry));
        }
    }
    std::erase_if(entries, [](const Entry& entry) { return !entry.body || entry.is_held; });
    std::sort(entries.begin(), entries.end(), [](const Entry& one, const Entry& other) { return one.event.seq < other.event.seq; });
    return entries;
}

routing::Decision proposal(const Desk& desk, const std::vector<Entry>& choices, const Parts& parts, std::optional<UnitId> unit) {
    return desk.preview({.subject = parts.subject, .body = open_text(parts.messages.empty() ? choices : chosen(choices, parts)), .area = {}}, unit);
}

Result<Ticket, Refusal> split(Desk& desk, TicketId id, const Parts& parts, const identity::Person& by, std::optional<std::int64_t> version) {
    std::optional<Ticket> opened;
    auto result = desk.change(id, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        auto& tx = change.tx();
        const auto& source = change.ticket();
        if (source.named_only) {  // a new ticket is its queue's to read
            return wrong("for-named");
        }
        const auto taken = chosen(choices(tx, id, change.now()), parts);
        if (std::none_of(taken.begin(), taken.end(), [](const Entry& entry) { return !entry.is_note; })) {
            return wrong(taken.empty() ? "required" : "notes-alone");
        }
        const auto requester = identity::find_person(tx, source.requester, change.now()).value();
        auto made = desk.open_carrying(tx, draft_of(source, parts, taken), taken, requester, by);
        if (!made) {
            return std::move(made.error());
        }
        tx.execute(sql::insert_link, {{"from_id", id}, {"to_id", made->id}, {"kind", "related"}, {"made_by_id", by.id}, {"now", change.now()}});
        auto numbers = nlohmann::json::array();
        for (const auto& entry : taken) {
            numbers.push_back(entry.event.seq);
        }
        change.happened(EventKind::Split, {{"to", made->id.value}, {"messages", std::move(numbers)}});
        opened = std::move(*made);
        return {};
    });
    if (!result) {
        return result;
    }
    return *opened;
}

}  // namespace splitting

}  // namespace ansvar::tickets

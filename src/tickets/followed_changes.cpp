#include "tickets/followed_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "core/number.hpp"
#include "tickets/access.hpp"
#include "tickets/search.hpp"
#include "tickets/sequencer.hpp"

namespace ansvar::tickets {

namespace {

struct Told {
    TicketChange change;
    bool was_theirs = false;  ///< it stood where the reader could see it, before or afterwards
};

/// Numbers rise by one, so the first change to come tells whether any before it are gone.
bool is_any_gone(const FeedState& state, const FeedPlace& after, const std::vector<NumberedChange>& changes) {
    const auto first = after.number + (after.within ? 0 : 1);
    return after.number > state.last_number || (changes.empty() ? first <= state.last_number : changes.front().number != first);
}

/// The tickets of the changes one by one, at most `limit`.
std::vector<Told> unfold(const std::vector<NumberedChange>& changes, const FeedPlace& after, std::size_t limit, const identity::Person& reader) {
    std::vector<Told> all;
    for (const auto& change : changes) {
        const bool was_theirs = change.reach == Confidentiality::Open &&
                                (may_open_queue(reader, change.role) || (change.role_before && may_open_queue(reader, *change.role_before)));
        auto first = change.ticket.value;
        if (change.number == after.number) {
            first = std::max(first, after.within->value + 1);
        }
        for (auto ticket = first; ticket <= change.last_ticket.value && all.size() < limit; ++ticket) {
            const bool is_last = ticket == change.last_ticket.value;
            all.push_back({{.place = {change.number, is_last ? std::nullopt : std::optional{TicketId{ticket}}},
                            .ticket = TicketId{ticket},
                            .is_readable = false,
                            .seq = change.seq,
                            .made_at = change.made_at},
                           was_theirs});
        }
    }
    return all;
}

std::set<TicketId> readable_of(db::Session& session, const std::vector<Told>& told, const identity::Person& reader) {
    std::set<TicketId> asked, readable;
    std::transform(told.begin(), told.end(), std::inserter(asked, asked.end()), [](const auto& one) { return one.change.ticket; });
    for (const auto& found : seen_among(session, asked, reader)) {
        readable.insert(found.id);
    }
    return readable;
}

}  // namespace

std::string FeedPlace::text() const { return within ? fmt::format("{}.{}", number, within->value) : std::to_string(number); }

std::optional<FeedPlace> FeedPlace::parse(std::string_view text) {
    const auto dot = text.find('.');
    const auto number = whole_number<std::uint64_t>(text.substr(0, dot));
    const auto within = dot == std::string_view::npos ? std::nullopt : id_from<TicketId>(text.substr(dot + 1));
    if (!number || (*number == 0 && within) || within.has_value() != (dot != std::string_view::npos)) {
        return {};
    }
    return FeedPlace{*number, within};
}

FeedPlace end_of_feed(db::Session& session, Timestamp now) { return {feed_state(session, now).last_number}; }

std::optional<FollowedChanges> follow_changes(db::Session& session, const FeedPlace& after, std::size_t limit, const identity::Person& reader,
                                              Timestamp now) {
    const auto state = feed_state(session, now);
    const auto changes = changes_after(session, after.number - (after.within ? 1 : 0), limit);
    if (is_any_gone(state, after, changes)) {
        return std::nullopt;
    }
    const auto told = unfold(changes, after, limit, reader);
    const auto readable = readable_of(session, told, reader);
    FollowedChanges followed;
    for (auto one : told) {
        one.change.is_readable = readable.contains(one.change.ticket);
        if (one.change.is_readable || one.was_theirs) {
            followed.changes.push_back(one.change);
        }
    }
    followed.next = told.empty() ? after : told.back().change.place;
    followed.more = followed.next.within || followed.next.number < state.last_number;
    return followed;
}

}  // namespace ansvar::tickets

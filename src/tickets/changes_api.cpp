#include "tickets/changes_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/number.hpp"
#include "tickets/api_fields.hpp"
#include "tickets/search.hpp"
#include "tickets/sequencer.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// How far somebody has come. A batch is one change of many tickets: within one, the last ticket that was told. As text "17" or "17.1042".
struct Place {
    std::uint64_t number = 0;
    std::optional<TicketId> within;

    std::string text() const { return within ? fmt::format("{}.{}", number, within->value) : std::to_string(number); }

    static std::optional<Place> parse(std::string_view text) {
        const auto dot = text.find('.');
        const auto number = whole_number<std::uint64_t>(text.substr(0, dot));
        const auto within = dot == std::string_view::npos ? std::nullopt : id_from<TicketId>(text.substr(dot + 1));
        if (!number || (*number == 0 && within) || within.has_value() != (dot != std::string_view::npos)) {
            return {};
        }
        return Place{*number, within};
    }
};

/// One ticket of one change.
struct Told {
    Place place;
    TicketId ticket;
    bool was_theirs = false;  ///< it stood where the reader could see it, before or afterwards
};

struct Asked {
    std::optional<Place> after;
    std::size_t limit = 0;
};

Asked read_question(const web::Request& request) {
    Asked asked;
    std::vector<web::FieldError> faults;
    if (const auto text = request.query("after")) {
        asked.after = Place::parse(*text);
        if (!asked.after) {
            faults.push_back(field_fault("/after", "malformed"));
        }
    }
    asked.limit = limit_of(request, faults);
    if (!faults.empty()) {
        throw web::Unprocessable{faults};
    }
    return asked;
}

/// Numbers rise by one, so the first change to come tells whether any before it are gone.
void check_that_none_is_gone(const FeedState& state, const Place& after, const std::vector<NumberedChange>& changes) {
    const auto first = after.number + (after.within ? 0 : 1);
    const bool is_gone = changes.empty() ? first <= state.last_number : changes.front().number != first;
    if (is_gone || after.number > state.last_number) {
        throw web::Error{410, "cursor-too-old"};
    }
}

/// The tickets of the changes one by one, at most `limit`.
std::vector<Told> unfold(const std::vector<NumberedChange>& changes, const Place& after, std::size_t limit, const identity::Person& reader) {
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
            all.push_back({{change.number, is_last ? std::nullopt : std::optional{TicketId{ticket}}}, TicketId{ticket}, was_theirs});
        }
    }
    return all;
}

std::set<TicketId> readable_of(db::Session& session, const std::vector<Told>& told, const identity::Person& reader) {
    std::set<TicketId> asked, readable;
    std::transform(told.begin(), told.end(), std::inserter(asked, asked.end()), [](const auto& one) { return one.ticket; });
    for (const auto& found : seen_among(session, asked, reader)) {
        readable.insert(found.id);
    }
    return readable;
}

json read_changes(db::Session& session, const Asked& asked, const identity::Person& reader, Timestamp now) {
    const auto state = feed_state(session, now);
    auto items = json::array();
    if (!asked.after) {
        return {{"items", std::move(items)}, {"next", std::to_string(state.last_number)}, {"more", false}};
    }
    const auto before = asked.after->number - (asked.after->within ? 1 : 0);
    const auto changes = changes_after(session, before, asked.limit);
    check_that_none_is_gone(state, *asked.after, changes);
    const auto told = unfold(changes, *asked.after, asked.limit, reader);
    const auto readable = readable_of(session, told, reader);
    for (const auto& one : told) {
        if (const bool is_readable = readable.contains(one.ticket); is_readable || one.was_theirs) {
            items.push_back({{"change", one.place.text()}, {"ticket", one.ticket.value}, {"readable", is_readable},
                             {"url", "/api/v1/tickets/" + one.ticket.text()}});
        }
    }
    const auto next = told.empty() ? *asked.after : told.back().place;
    return {{"items", std::move(items)}, {"next", next.text()}, {"more", next.within || next.number < state.last_number}};
}

}  // namespace

std::vector<web::Route> changes_api_routes(const PageServices& services) {
    return {{web::Method::Get, "/api/v1/changes", {web::Audience::SignedIn, web::Scope::TicketsRead}, [services](const web::Request& request) {
                 const auto asked = read_question(request);
                 const auto page = services.database().read(
                     [&](db::Session& session) { return read_changes(session, asked, reader(request), services.now()); });
                 auto response = web::Response::json(page);
                 if (page["more"].get<bool>()) {
                     web::add_next_link(response, request, page["next"].get<std::string>());
                 }
                 return response;
             }, {}, {.query = {"after", "limit"}}}};
}

}  // namespace ansvar::tickets

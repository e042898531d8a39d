#include "tickets/alike.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "tickets/queues_json.hpp"
#include "tickets/search_terms.hpp"

namespace ansvar::tickets::alike {

namespace {

using nlohmann::json;

std::set<std::string> terms_that_placed(const std::string& words, const std::string& subject) {
    std::string text;
    for (const auto& word : words.empty() ? json::array() : json::parse(words)) {
        text += word.get<std::string>() + ' ';
    }
    return terms_of(text.empty() ? subject : text);
}

bool is_same_place(const OneOfMany& one, const OneOfMany& other) {
    return (one.area_key && one.area_key == other.area_key) || (!one.house.empty() && one.house == other.house);
}

OneOfMany read_one(const db::Row& row) {
    return {.id = row.id<TicketId>("id"),
            .subject = row.text("subject"),
            .requester = row.id<PersonId>("requester_id"),
            .requester_name = row.text("requester"),
            .area_key = row.optional_text("area_key"),
            .area = row.optional_text("area"),
            .house = house_of(row.text("room")),
            .opened_at = row.time("opened_at"),
            .terms = {},
            .is_parent = row.flag("is_parent")};
}

/// Oldest first: what came nearest to a moment.
std::vector<OneOfMany> candidates(db::Session& session, const std::string& queues, Timestamp around) {
    std::vector<OneOfMany> all;
    const auto rows = session.rows(queries::tickets::select_alike_candidates,
                                   {{"role_codes", queues}, {"opened_from", around - within}, {"opened_to", around + within}, {"around", around}});
    std::transform(rows.begin(), rows.end(), std::back_inserter(all), read_one);
    for (std::size_t at = 0; at < all.size(); ++at) {  // finding the roots of words takes longest
        if (std::any_of(all.begin(), all.end(), [&](const auto& other) { return other.id != all[at].id && is_same_place(all[at], other); })) {
            all[at].terms = terms_that_placed(rows[at].optional_text("words").value_or(""), all[at].subject);
        }
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return std::tie(a.opened_at, a.id) < std::tie(b.opened_at, b.id); });
    return all;
}

std::vector<OneOfMany> those_like(const OneOfMany& one, const std::vector<OneOfMany>& all) {
    std::vector<OneOfMany> group;
    std::set<PersonId> people;
    for (const auto& each : all) {
        if (each.id == one.id || are_alike(one, each)) {
            group.push_back(each);
            people.insert(each.requester);
        }
    }
    return people.size() >= fewest ? group : std::vector<OneOfMany>{};
}

/// What all of a group say; "" when they differ.
template <class Of>
std::string common(const std::vector<OneOfMany>& group, Of of) {
    const auto first = of(group.front());
    return std::all_of(group.begin(), group.end(), [&](const auto& each) { return of(each) == first; }) ? first : std::string{};
}

}  // namespace

std::string house_of(std::string_view room) {
    auto text = std::string{trim(lower(room))};
    for (const std::string_view before : {"hus ", "hus", "sal ", "rum ", "building "}) {
        if (text.starts_with(before)) {
            text.erase(0, before.size());
            break;
        }
    }
    const bool is_letter = !text.empty() && text[0] >= 'a' && text[0] <= 'z';
    const bool ends_there = text.size() == 1 || (text.size() > 1 && !(text[1] >= 'a' && text[1] <= 'z') && static_cast<unsigned char>(text[1]) < 0x80);
    return is_letter && ends_there ? std::string{static_cast<char>(text[0] - 'a' + 'A')} : std::string{};
}

bool are_alike(const OneOfMany& one, const OneOfMany& other) {
    return is_same_place(one, other) && std::chrono::abs(one.opened_at - other.opened_at) <= within &&
           std::any_of(one.terms.begin(), one.terms.end(), [&](const auto& term) { return other.terms.contains(term); });
}

std::vector<OneOfMany> of_ticket(db::Session& session, const Ticket& ticket, const identity::Person& reader) {
    if (!ticket.is_open() || ticket.confidential || !reader.works_in(ticket.role)) {
        return {};
    }
    const auto all = candidates(session, queues_json(reader), ticket.opened_at);
    const auto itself = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == ticket.id; });
    return itself == all.end() ? std::vector<OneOfMany>{} : those_like(*itself, all);
}

std::vector<OneOfMany> in_queue(db::Session& session, const RoleCode& role, const identity::Person& reader, Timestamp now) {
    if (!reader.works_in(role)) {
        return {};
    }
    const auto all = candidates(session, json::array({role.value}).dump(), now);
    std::vector<OneOfMany> largest;
    for (const auto& each : all) {
        if (auto group = those_like(each, all); group.size() > largest.size()) {
            largest = std::move(group);
        }
    }
    return largest;
}

json suggestion(const std::vector<OneOfMany>& group, const Wording& wording) {
    if (group.empty()) {
        return false;
    }
    const auto area = common(group, [](const auto& each) { return each.area.value_or(""); });
    const auto house = common(group, [](const auto& each) { return each.house; });
    return {{"text", wording.format("alike.suggestion", {{"count", group.size()},
                                                         {"has_area", area.empty() ? "no" : "yes"},
                                                         {"area", area},
                                                         {"has_house", house.empty() ? "no" : "yes"},
                                                         {"house", house},
                                                         {"since", wording.when(group.front().opened_at)}})},
            {"href", "/tickets/" + group.front().id.text() + "/alike"}};
}

}  // namespace ansvar::tickets::alike

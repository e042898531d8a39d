#include "tickets/filter_list.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

#include "core/number.hpp"
#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "tickets/access.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

template <class Value>
std::optional<Value> if_any(const Value& value) {
    return value == Value{} ? std::nullopt : std::optional{value};
}

/// The state a filter asks for by name; "done" and "" are more than one, and said by the index.
std::optional<std::string> state_of(const Filter& filter) { return filter.state == "done" ? std::nullopt : if_any(filter.state); }

std::optional<PersonId> holder_of(const Filter& filter, const identity::Person& reader) {
    return filter.holder == "me" ? std::optional{reader.id} : id_from<PersonId>(filter.holder);
}

std::optional<Timestamp> due_before(const Filter& filter, Timestamp now) {
    if (filter.due.empty()) {
        return {};
    }
    const auto days_left = 8 - to_stockholm(now).weekday;  // until the midnight that ends this week
    return filter.due == "late" ? now : stockholm_midnight(now, filter.due == "today" ? 1 : days_left);
}

/// The keys of the areas a filter asks for, with commas between; empty text: of areas that are not there.
std::optional<std::string> areas_of(const Filter& filter, const routing::Matrix& matrix) {
    if (filter.area.empty() && filter.level.empty()) {
        return {};
    }
    const auto* one = filter.area.empty() ? nullptr : matrix.find(filter.area);
    std::vector<std::string> keys;
    for (const auto& area : matrix.areas()) {
        if ((filter.area.empty() || &area == one) && (filter.level.empty() || area.level == filter.level)) {
            keys.push_back(area.key);
        }
    }
    return join(keys, ",");
}

/// Patterns for LIKE, one for each word: % and _ stand for themselves.
std::optional<std::string> patterns_of(const std::string& words) {
    auto patterns = json::array();
    for (const auto word : split(words, ' ')) {
        if (!word.empty()) {
            patterns.push_back(like_pattern(word));
        }
    }
    return patterns.empty() ? std::nullopt : std::optional{patterns.dump()};
}

std::vector<RoleCode> open_queues(const Filter& filter, const RoleCode& here, const identity::Person& reader) {
    auto roles = filter.roles.empty() ? std::vector{here} : filter.roles;
    std::erase_if(roles, [&](const RoleCode& role) { return !may_open_queue(reader, role); });
    return roles;
}

std::string codes_json(const std::vector<RoleCode>& roles) {
    auto codes = json::array();
    for (const auto& role : roles) {
        codes.push_back(role.value);
    }
    return codes.dump();
}

}  // namespace

FilteredList::FilteredList(db::Session& session, const Filter& filter, const RoleCode& here, const identity::Person& reader,
                           const routing::Matrix& matrix, Timestamp now, std::int64_t to_examine)
    : session_(session), reader_(reader), of_done_(filter.is_of_done()), roles_(open_queues(filter, here, reader)), to_examine_(to_examine) {
    for (const auto& role : roles_) {
        find(role, filter, matrix, now);
    }
    std::sort(found_.begin(), found_.end(), [&](const QueueCursor& one, const QueueCursor& other) {
        return of_done_ ? one.id > other.id : std::pair{one.sort_at, one.id} < std::pair{other.sort_at, other.id};
    });
}

void FilteredList::find(const RoleCode& role, const Filter& filter, const routing::Matrix& matrix, Timestamp now) {
    if (to_examine_ == 0) {
        is_cut_ = true;
        return;
    }
    const db::Parameters parameters{{"is_done", of_done_},
                                    {"role_code", role},
                                    {"examined", to_examine_},
                                    {"state", state_of(filter)},
                                    {"priority", filter.priority ? std::optional{static_cast<int>(*filter.priority)} : std::nullopt},
                                    {"unit_id", filter.unit},
                                    {"holder_id", holder_of(filter, reader_)},
                                    {"nobody", filter.holder == "nobody" ? std::optional{1} : std::nullopt},
                                    {"due_before", due_before(filter, now)},
                                    {"opened_before", filter.days > 0 ? std::optional{now - std::chrono::days{filter.days}} : std::nullopt},
                                    {"areas", areas_of(filter, matrix)},
                                    {"tag", if_any(filter.tag)},
                                    {"words", patterns_of(filter.text)},
                                    {"person_id", reader_.id},
                                    {"sees_confidential", sees_confidential_in(reader_, role)}};
    session_.each(queries::tickets::select_filtered_ids, parameters,
                  [&](const db::Row& row) { found_.push_back({row.time("sort_at"), row.id<TicketId>("id")}); });
    const auto there = session_.row(queries::tickets::count_to_examine, {{"role_code", role}, {"is_open", !of_done_}, {"most", to_examine_ + 1}})->integer("tickets");
    is_cut_ = is_cut_ || there > to_examine_;
    to_examine_ -= std::min(there, to_examine_);
}

QueuePage FilteredList::page(const std::optional<QueueCursor>& after, std::size_t limit) const {
    const auto begin = std::find_if(found_.begin(), found_.end(), [&](const QueueCursor& each) {
        return !after || (of_done_ ? each.id < after->id : std::pair{each.sort_at, each.id} > std::pair{after->sort_at, after->id});
    });
    const auto end = begin + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(limit), found_.end() - begin);
    auto ids = json::array();
    std::for_each(begin, end, [&](const QueueCursor& each) { ids.push_back(each.id.value); });
    QueuePage page;
    for (const auto& row : session_.rows(queries::tickets::select_queue_rows, {{"ids", ids.dump()},
                                                                               {"roles", codes_json(roles_)},
                                                                               {"queues", codes_json(reader_.queues)},
                                                                               {"is_staff", true},
                                                                               {"person_id", reader_.id}})) {
        page.rows.push_back(read_queue_row(row));
    }
    std::sort(page.rows.begin(), page.rows.end(), [&](const QueueRow& one, const QueueRow& other) {
        return of_done_ ? one.id > other.id : std::pair{one.sort_at, one.id} < std::pair{other.sort_at, other.id};
    });
    if (end != found_.end()) {
        page.next = *std::prev(end);
    }
    return page;
}

}  // namespace ansvar::tickets

#include "reports/ticket_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/number.hpp"
#include "queries/reports.hpp"

namespace ansvar::reports {

namespace {

/// Later answers of one ticket that a list tells apart.
constexpr std::uint64_t answers_of_one = 4096;

/// Everything that is in the list, and what it is sorted by: the smallest key first.
class Collected {
public:
    Collected(const Table& table, const Selection& selection, const Scope& scope, Timestamp now, const clock::Hours& hours, const routing::Matrix& matrix)
        : table_(table), selection_(selection), asked_(table, selection.filter, scope, matrix), now_(seconds(now)), from_(seconds(selection.period.starts_at)),
          to_(seconds(selection.period.ends_at)), ages_(age_limits(now, hours)), arrivals_(selection.period) {}

    Found found(const std::optional<Cursor>& after, std::size_t page_size) {
        selection_.is_measured() && selection_.measure == Measure::NextResponse ? collect_answers() : collect_tickets();
        Found found;
        if (selection_.is_measured()) {
            found.spread = cut();
        }
        found.count = static_cast<std::int64_t>(items_.size());
        if (after) {
            items_.erase(std::remove_if(items_.begin(), items_.end(), [&](const Cursor& item) { return item <= *after; }), items_.end());
        }
        const auto size = std::min(page_size, items_.size());
        std::partial_sort(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(size), items_.end());
        found.has_more = items_.size() > size;
        found.page.assign(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(size));
        return found;
    }

private:
    bool is_in_period(std::uint32_t second) const { return second >= from_ && second < to_; }

    void collect_tickets() {
        for (const auto& fact : table_.tickets()) {
            if (asked_.about(fact) && holds(fact)) {
                const auto key = selection_.is_measured()                                            ? -minutes_of(fact)
                                 : selection_.at <= At::Unassigned ? std::int64_t{fact.due_at}
                                                                   : -std::int64_t{fact.opened_at};
                items_.push_back({key, fact.ticket * answers_of_one});
            }
        }
    }

    void collect_answers() {
        for (const auto& fact : table_.tickets()) {
            if (fact.later == nothing || !asked_.about(fact)) {
                continue;
            }
            std::uint64_t place = 0;
            for (auto at = fact.later; at != nothing; at = table_.later()[at].next, ++place) {
                const auto& answer = table_.later()[at];
                if (is_in_period(answer.answered_at) && (selection_.at < At::Within || (selection_.at == At::Within ? answer.flags == Fact::FirstWithin : answer.flags != 0))) {
                    const auto minutes = selection_.by_wall_clock ? clock_minutes(answer.asked_at, answer.answered_at) : answer.minutes;
                    items_.push_back({-std::int64_t{minutes}, fact.ticket * answers_of_one + std::min(place, answers_of_one - 1)});
                }
            }
        }
    }

    std::int64_t minutes_of(const Fact& fact) const {
        switch (selection_.measure) {
            case Measure::RightRole:
                return fact.right_role_minutes;
            case Measure::Resolution:
                return selection_.by_wall_clock ? clock_minutes(fact.opened_at, fact.resolved_at) : fact.resolution_minutes;
            case Measure::FirstResponse:
            case Measure::NextResponse:
                break;
        }
        return selection_.by_wall_clock ? clock_minutes(fact.opened_at, fact.answered_at) : fact.first_minutes;
    }

    bool is_measured(const Fact& fact) const {
        const auto is_as_wanted = [&](Fact::Flag within, Fact::Flag late) {
            return selection_.at < At::Within || fact.has(within) || (selection_.at == At::Targeted && fact.has(late));
        };
        switch (selection_.measure) {
            case Measure::Resolution:
                return is_in_period(fact.resolved_at) && is_solved(fact) && fact.resolution_minutes != nothing &&
                       is_as_wanted(Fact::ResolutionWithin, Fact::ResolutionLate);
            case Measure::RightRole:
                return is_in_period(fact.resolved_at) && is_solved(fact) && fact.right_role_minutes != nothing && selection_.at < At::Within;
            case Measure::FirstResponse:
            case Measure::NextResponse:
                break;
        }
        return is_in_period(fact.answered_at) && fact.first_minutes != nothing && is_as_wanted(Fact::FirstWithin, Fact::FirstLate);
    }

    bool holds(const Fact& fact) {
        switch (selection_.at) {
            case At::Open:
                return is_open(fact) && (!selection_.age || age_of(fact.opened_at, ages_) == *selection_.age);
            case At::Overdue:
                return is_late(fact, now_);
            case At::Unassigned:
                return is_open(fact) && fact.has(Fact::Unassigned);
            case At::New:
            case At::Routed:
                return is_in_period(fact.opened_at) && is_new(fact);
            case At::Out:
                return is_in_period(fact.resolved_at);
            case At::Solved:
                return is_in_period(fact.resolved_at) && is_solved(fact);
            case At::Reopened:
                return is_in_period(fact.resolved_at) && is_solved(fact) && fact.reopens > 0;
            case At::Surveyed:
                return is_in_period(fact.resolved_at) && is_solved(fact) && fact.survey != Fact::NotAsked;
            case At::Helped:
                return is_in_period(fact.resolved_at) && is_solved(fact) && fact.survey == Fact::Helped;
            case At::All:
            case At::Median:
            case At::NineOfTen:
            case At::Within:
            case At::Targeted:
                break;
        }
        return is_measured(fact);
    }

    bool is_new(const Fact& fact) {
        const auto is_word = [](const Words& words, std::uint16_t number, const std::optional<std::string>& wanted) {
            return !wanted || words[number] == (*wanted == none_of_it ? "" : *wanted);
        };
        const auto hops = std::min<std::uint64_t>(fact.hops, 2);
        return (selection_.at == At::New || was_routed(table_, fact)) && (!selection_.hops || (*selection_.hops == 3 ? hops > 0 : hops == *selection_.hops)) &&
               (!selection_.hour || arrivals_.of(fact.opened_at) == *selection_.hour) && is_word(table_.areas, fact.first_area, selection_.first_area) &&
               is_word(table_.roles, fact.first_role, selection_.first_role) && is_word(table_.versions, fact.version, selection_.version);
    }

    /// Leaves those within the figure that is asked for.
    Spread cut() {
        MinuteCounts counts;
        for (const auto& item : items_) {
            counts.add(static_cast<std::uint32_t>(-item.key));
        }
        const auto spread = counts.spread();
        if (const auto limit = selection_.at == At::Median ? spread.median : selection_.at == At::NineOfTen ? spread.nine_of_ten : std::nullopt) {
            items_.erase(std::remove_if(items_.begin(), items_.end(), [&](const Cursor& item) { return -item.key > *limit; }), items_.end());
        }
        return spread;
    }

    const Table& table_;
    const Selection& selection_;
    Asked asked_;
    std::uint32_t now_, from_, to_;
    std::array<std::uint32_t, 4> ages_;
    SchoolHours arrivals_;
    std::vector<Cursor> items_;
};

}  // namespace

std::string Cursor::text() const {
    return fmt::format("{}.{}", key, ticket);
}

std::optional<Cursor> cursor_from(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) {
        return {};
    }
    const bool is_negative = text.starts_with('-');
    const auto key = whole_number<std::int64_t>(text.substr(is_negative ? 1 : 0, dot - (is_negative ? 1 : 0)));
    const auto ticket = whole_number<std::uint64_t>(text.substr(dot + 1));
    if (!key || !ticket) {
        return {};
    }
    return Cursor{.key = is_negative ? -*key : *key, .ticket = *ticket};
}

Found find_page(const Table& table, const Selection& selection, const Scope& scope, Timestamp now, const clock::Hours& hours,
                const routing::Matrix& matrix, const std::optional<Cursor>& after, std::size_t page_size) {
    return Collected{table, selection, scope, now, hours, matrix}.found(after, page_size);
}

TicketPage read_page(db::Session& session, const Found& found, const Selection& selection, const Scope& scope) {
    std::set<std::uint64_t> ids;
    for (const auto& item : found.page) {
        ids.insert(item.ticket / answers_of_one);
    }
    std::map<std::uint64_t, Listed> read;
    session.each(queries::reports::select_listed, {{"ids", nlohmann::json(ids).dump()}, {"units", scope.units}}, [&](const db::Row& row) {
        read.emplace(row.unsigned_integer("id"), Listed{.id = row.id<TicketId>("id"),
                                                        .subject = row.text("subject"),
                                                        .role = RoleCode{row.text("role_code")},
                                                        .state = row.text("state"),
                                                        .opened_at = row.time("opened_at"),
                                                        .first_response_minutes = row.optional_integer("first_response_minutes"),
                                                        .resolution_minutes = row.optional_integer("resolution_minutes"),
                                                        .minutes = {}});
    });
    TicketPage page{.count = found.count, .spread = found.spread, .tickets = {}, .next = {}};
    for (const auto& item : found.page) {
        if (const auto ticket = read.find(item.ticket / answers_of_one); ticket != read.end()) {
            page.tickets.push_back(ticket->second);
            if (selection.is_measured()) {
                page.tickets.back().minutes = -item.key;
            }
        }
    }
    if (found.has_more) {
        page.next = found.page.back();
    }
    return page;
}

}  // namespace ansvar::reports

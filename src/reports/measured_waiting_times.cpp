#include "reports/measured_waiting_times.hpp"

#include <utility>

#include "queries/reports.hpp"
#include "reports/figures.hpp"

namespace ansvar::reports {

using tickets::ExpectedWait;

namespace {

constexpr int days_back = 12 * 7;

std::optional<ExpectedWait> wait_of(const Spread& spread, ExpectedWait::Basis basis, Timestamp since) {
    if (spread.count < MeasuredWaitingTimes::fewest_tickets) {
        return {};
    }
    return ExpectedWait{.median_minutes = spread.median.value(),
                        .nine_of_ten_minutes = spread.nine_of_ten.value(),
                        .count = spread.count,
                        .basis = basis,
                        .since = since};
}

/// Twelve weeks back, or as far as the newest answers that are enough reach.
Timestamp measured_since(db::Session& session, Timestamp now, std::int64_t most_tickets) {
    const auto earliest = stockholm_midnight(now, -days_back);
    const auto row =
        session.row(queries::reports::select_answer_time, {{"starts_at", earliest}, {"ends_at", now}, {"newer", most_tickets}});
    return row ? row->time("first_response_at") : earliest;
}

std::map<std::string, MinuteCounts> count_by_area(db::Session& session, const Period& period) {
    std::map<std::string, MinuteCounts> counts;
    session.each(queries::reports::count_answered_minutes_by_area, {{"starts_at", period.starts_at}, {"ends_at", period.ends_at}},
                 [&](const db::Row& row) { counts[row.text("area_key")].add(row.integer("minutes"), row.integer("tickets")); });
    return counts;
}

}  // namespace

std::optional<ExpectedWait> MeasuredWaitingTimes::first_response(const std::optional<std::string>& area_key, const RoleCode& role) {
    const auto measured = [&] {
        const std::lock_guard lock{mutex_};
        return measured_;
    }();
    if (area_key) {
        if (const auto found = measured->by_area.find(*area_key); found != measured->by_area.end()) {
            return found->second;
        }
    }
    const auto found = measured->by_role.find(role.value);
    return found != measured->by_role.end() ? std::optional{found->second} : measured->in_all;
}

void MeasuredWaitingTimes::refresh(db::Session& session, Timestamp now) {
    const auto since = measured_since(session, now, most_tickets_);
    const auto fresh = std::make_shared<Measured>();
    for (const auto& [area, counts] : count_by_area(session, {since, now})) {
        if (const auto wait = wait_of(counts.spread(), ExpectedWait::Basis::Area, since)) {
            fresh->by_area.emplace(area, *wait);
        }
    }
    for (const auto& [role, spread] : load_spreads(session, Measure::FirstResponse, {since, now})) {
        if (role.empty()) {
            fresh->in_all = wait_of(spread, ExpectedWait::Basis::School, since);
        } else if (const auto wait = wait_of(spread, ExpectedWait::Basis::Role, since)) {
            fresh->by_role.emplace(role, *wait);
        }
    }
    const std::lock_guard lock{mutex_};
    measured_ = fresh;
}

}  // namespace ansvar::reports

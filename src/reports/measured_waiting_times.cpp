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
    const auto since = stockholm_midnight(now, -days_back);
    const auto fresh = std::make_shared<Measured>();
    session.each(queries::reports::select_answered_by_area, {{"starts_at", since}, {"ends_at", now}, {"least", fewest_tickets}},
                 [&](const db::Row& row) {
                     const Spread spread{
                         .count = row.integer("tickets"), .median = row.integer("median"), .nine_of_ten = row.integer("nine_of_ten")};
                     fresh->by_area.emplace(row.text("area_key"), wait_of(spread, ExpectedWait::Basis::Area, since).value());
                 });
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

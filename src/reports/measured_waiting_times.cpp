#include "reports/measured_waiting_times.hpp"

#include <utility>

#include "queries/reports.hpp"

namespace ansvar::reports {

using tickets::ExpectedWait;

namespace {

constexpr int days_back = 12 * 7;

std::optional<ExpectedWait> read_wait(const db::Row& row, ExpectedWait::Basis basis, Timestamp since) {
    const auto count = row.integer("tickets");
    if (count < MeasuredWaitingTimes::fewest_tickets) {
        return {};
    }
    return ExpectedWait{.median_minutes = row.integer("median"),
                        .nine_of_ten_minutes = row.integer("nine_of_ten"),
                        .count = count,
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
                     if (auto wait = read_wait(row, ExpectedWait::Basis::Area, since)) {
                         fresh->by_area.emplace(row.text("area_key"), *wait);
                     }
                 });
    session.each(queries::reports::select_answered_by_role, {{"starts_at", since}, {"ends_at", now}}, [&](const db::Row& row) {
        if (auto wait = read_wait(row, ExpectedWait::Basis::Role, since)) {
            fresh->by_role.emplace(row.text("role_code"), *wait);
        }
    });
    const auto in_all =
        session.row(queries::reports::select_answered_together, {{"starts_at", since}, {"ends_at", now}, {"role_code", ""}});
    fresh->in_all = read_wait(in_all.value(), ExpectedWait::Basis::School, since);
    const std::lock_guard lock{mutex_};
    measured_ = fresh;
}

}  // namespace ansvar::reports

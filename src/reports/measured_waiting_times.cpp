#include "reports/measured_waiting_times.hpp"

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
    const auto waits = [&] {
        const std::lock_guard lock{mutex_};
        return waits_;
    }();
    if (area_key) {
        if (const auto found = waits->by_area.find({*area_key, role.value}); found != waits->by_area.end()) {
            return found->second;
        }
    }
    const auto found = waits->by_role.find(role.value);
    return found != waits->by_role.end() ? std::optional{found->second} : waits->in_all;
}

void MeasuredWaitingTimes::refresh(const Facts& facts, Timestamp now) {
    const auto since = stockholm_midnight(now, -days_back);
    const auto fresh = std::make_shared<Waits>();
    facts.read([&](const Table& table) {
        std::map<std::pair<std::uint32_t, std::uint32_t>, MinuteCounts> areas;  // each as one role answers for it: a unit may have another
        std::vector<MinuteCounts> roles(table.roles.size());
        MinuteCounts all;
        for (const auto& fact : table.tickets()) {
            if (fact.answered_at != nothing && fact.answered_at >= seconds(since) && fact.first_minutes != nothing && !fact.has(Fact::Gone)) {
                areas[{fact.area, fact.role}].add(fact.first_minutes);
                roles[fact.role].add(fact.first_minutes);
                all.add(fact.first_minutes);
            }
        }
        for (const auto& [place, counts] : areas) {
            const auto wait = place.first == 0 ? std::nullopt : wait_of(counts.spread(), ExpectedWait::Basis::Area, since);
            if (wait) {
                fresh->by_area.emplace(std::pair{table.areas[place.first], table.roles[place.second]}, *wait);
            }
        }
        for (std::size_t role = 0; role < roles.size(); ++role) {
            if (const auto wait = wait_of(roles[role].spread(), ExpectedWait::Basis::Role, since)) {
                fresh->by_role.emplace(table.roles[role], *wait);
            }
        }
        fresh->in_all = wait_of(all.spread(), ExpectedWait::Basis::School, since);
    });
    const std::lock_guard lock{mutex_};
    waits_ = fresh;
}

}  // namespace ansvar::reports

#include "reports/figures.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "queries/reports.hpp"

namespace ansvar::reports {

namespace {

using ByRole = std::map<std::string, RoleFigures, std::less<>>;

void read_open(db::Session& session, Timestamp now, const Scope& scope, ByRole& by_role, RoleFigures& together) {
    session.each(queries::reports::count_open_by_role, {{"now", now}, {"units", scope.units}}, [&](const db::Row& row) {
        auto& role = by_role[row.text("role_code")];
        role.open = row.integer("open_tickets");
        role.late = row.integer("overdue");
        role.unassigned = row.integer("unassigned");
        together.open += role.open;
        together.late += role.late;
        together.unassigned += role.unassigned;
    });
}

void read_opened(db::Session& session, const Period& period, const Scope& scope, ByRole& by_role, RoleFigures& together) {
    session.each(queries::reports::count_new_by_role, {{"starts_at", period.starts_at}, {"ends_at", period.ends_at}, {"units", scope.units}},
                 [&](const db::Row& row) {
                     auto& role = by_role[row.text("role_code")];
                     role.opened = row.integer("tickets");
                     together.opened += role.opened;
                 });
}

void read_spreads(db::Session& session, const Period& period, const Scope& scope, ByRole& by_role, RoleFigures& together) {
    const auto read = [&](Measure measure, Spread RoleFigures::*spread) {
        for (const auto& [role, found] : load_spreads(session, measure, period, scope)) {
            (role.empty() ? together : by_role[role]).*spread = found;
        }
    };
    read(Measure::FirstResponse, &RoleFigures::first_response);
    read(Measure::Resolution, &RoleFigures::resolution);
}

bool has_any(const RoleFigures& figures) {
    return figures.open != 0 || figures.opened != 0 || figures.first_response.count != 0 || figures.resolution.count != 0;
}

std::int64_t count_opened(db::Session& session, const Period& period, const Scope& scope) {
    return session.row(queries::reports::count_new, {{"starts_at", period.starts_at}, {"ends_at", period.ends_at}, {"role_code", ""}, {"units", scope.units}})
        .value()
        .integer("tickets");
}

std::optional<OldestLate> find_oldest_late(db::Session& session, Timestamp now, const Scope& scope) {
    const auto row = session.row(queries::reports::select_oldest_overdue, {{"now", now}, {"units", scope.units}});
    return row ? std::optional{OldestLate{RoleCode{row->text("role_code")}, row->time("due_at")}} : std::nullopt;
}

std::vector<WeekFigures> load_weeks(db::Session& session, const Period& period, const Scope& scope) {
    std::vector<WeekFigures> weeks;
    for (const auto& week : weeks_of(period)) {
        weeks.push_back({week, load_spread(session, Measure::FirstResponse, week.period, {}, scope)});
    }
    return weeks;
}

}  // namespace

Scope scope_of(const identity::Person& person) {
    if (person.is_administrator || person.manages(std::nullopt)) {
        return {};
    }
    std::string units;
    for (const auto unit : person.managed_units) {
        units += (units.empty() ? "" : ",") + unit.text();
    }
    return {.units = std::move(units)};  // none at all when the unit is gone
}

std::map<std::string, Spread> load_spreads(db::Session& session, Measure measure, const Period& period, const Scope& scope) {
    const auto& query = measure == Measure::FirstResponse ? queries::reports::count_answered_minutes_by_role
                                                          : queries::reports::count_solved_minutes_by_role;
    std::map<std::string, MinuteCounts> counts;
    session.each(query, {{"starts_at", period.starts_at}, {"ends_at", period.ends_at}, {"units", scope.units}}, [&](const db::Row& row) {
        const auto minutes = row.integer("minutes"), tickets = row.integer("tickets");
        counts[row.text("role_code")].add(minutes, tickets);
        counts[""].add(minutes, tickets);
    });
    std::map<std::string, Spread> spreads;
    for (const auto& [role, count] : counts) {
        spreads.emplace(role, count.spread());
    }
    return spreads;
}

Spread load_spread(db::Session& session, Measure measure, const Period& period, const std::optional<RoleCode>& role,
                   const Scope& scope) {
    const auto& query =
        measure == Measure::FirstResponse ? queries::reports::count_answered_minutes : queries::reports::count_solved_minutes;
    MinuteCounts counts;
    session.each(query, {{"starts_at", period.starts_at}, {"ends_at", period.ends_at}, {"role_code", role.value_or(RoleCode{}).value}, {"units", scope.units}},
                 [&](const db::Row& row) { counts.add(row.integer("minutes"), row.integer("tickets")); });
    return counts.spread();
}

Figures load_figures(db::Session& session, const Period& period, Timestamp now, const std::vector<RoleCode>& roles,
                     const std::vector<RoleCode>& always, const Scope& scope) {
    Figures figures{.as_of = now, .period = period, .oldest_late = {}, .roles = {}, .together = {}, .weeks = {}};
    ByRole by_role;
    read_open(session, now, scope, by_role, figures.together);
    read_opened(session, period, scope, by_role, figures.together);
    read_spreads(session, period, scope, by_role, figures.together);
    for (const auto& role : roles) {
        auto& found = by_role[role.value];
        found.role = role;
        if (has_any(found) || std::find(always.begin(), always.end(), role) != always.end()) {
            figures.roles.push_back(found);
        }
    }
    figures.opened_today = count_opened(session, today(now), scope);
    figures.oldest_late = find_oldest_late(session, now, scope);
    figures.weeks = load_weeks(session, period, scope);
    return figures;
}

}  // namespace ansvar::reports

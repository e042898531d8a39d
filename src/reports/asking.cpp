#include "reports/asking.hpp"

#include <algorithm>

#include "identity/units.hpp"

namespace ansvar::reports {

namespace {

/// Queues of the helpdesk's own stand in the table also when they are empty.
void add_empty_queues(Figures& figures, const identity::RoleTable& roles) {
    if (figures.question.group != Group::Role || figures.question.filter.role) {
        return;
    }
    for (const auto& role : roles.roles()) {
        const auto is_it = [&](const Line& line) { return line.key == role.code.value; };
        if (role.kind == identity::RoleKind::Queue && std::none_of(figures.lines.begin(), figures.lines.end(), is_it)) {
            figures.lines.push_back({.key = role.code.value});
        }
    }
}

}  // namespace

Names read_names(const Services& services, const Scope& scope) {
    Names names{.roles = services.roles.table(), .router = services.router(), .units = {}};
    const auto units = services.database.read([](db::Session& session) { return identity::list_units(session); });
    const auto own = "," + scope.units.value_or("") + ",";
    for (const auto& unit : units) {
        if (scope.is_whole_school() || own.find("," + unit.id.text() + ",") != std::string::npos) {
            names.units.emplace(unit.id.text(), unit.name);
        }
    }
    return names;
}

Figures ask(const Services& services, const Question& question, Timestamp now, const Names& names) {
    services.facts.refresh(services.database, now);
    const auto followed = services.calendars.of_school();
    auto figures = services.facts.read([&](const Table& table) { return count_figures(table, question, now, followed->hours, names.matrix()); });
    add_empty_queues(figures, *names.roles);
    return figures;
}

}  // namespace ansvar::reports

#include "reports/filter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "web/errors.hpp"

namespace ansvar::reports {

namespace {

std::optional<std::string> given(const web::Request& request, std::string_view name) {
    const auto value = request.query(name);
    return value && !value->empty() ? value : std::nullopt;
}

/// One for each word: 1 where the question is about it.
std::vector<std::uint8_t> only(const Words& words, const std::optional<std::string>& wanted) {
    std::vector<std::uint8_t> mask(words.size(), wanted ? 0 : 1);
    if (wanted) {
        if (const auto number = words.find(*wanted == none_of_it ? "" : *wanted)) {
            mask[*number] = 1;
        }
    }
    return mask;
}

std::vector<std::uint8_t> only_one(std::size_t size, std::optional<std::size_t> wanted) {
    std::vector<std::uint8_t> mask(size, wanted ? 0 : 1);
    if (wanted) {
        mask[*wanted] = 1;
    }
    return mask;
}

template <class Kind>
std::optional<std::size_t> number_of(const std::optional<Kind>& kind) {
    return kind ? std::optional{static_cast<std::size_t>(*kind)} : std::nullopt;
}

}  // namespace

std::string Filter::query() const {
    std::string query;
    const auto add = [&](std::string_view name, std::string_view value) { query += fmt::format("&{}={}", name, percent_encode(value)); };
    if (role) {
        add("role", role->value);
    }
    if (area) {
        add("area", *area);
    }
    if (level) {
        add("level", *level);
    }
    if (unit) {
        add("unit", *unit);
    }
    if (priority) {
        add("priority", name(*priority));
    }
    if (channel) {
        add("channel", name(*channel));
    }
    return query;
}

Filter read_filter(const web::Request& request) {
    Filter filter;
    if (const auto role = given(request, "role")) {
        filter.role = RoleCode{*role};
    }
    filter.area = given(request, "area");
    filter.level = given(request, "level");
    filter.unit = given(request, "unit");
    if (const auto priority = given(request, "priority")) {
        filter.priority = tickets::priority_from(*priority);
        if (!filter.priority) {
            throw web::BadRequest{"an unknown priority", "priority"};
        }
    }
    if (const auto channel = given(request, "channel")) {
        filter.channel = tickets::channel_from(*channel);
        if (!filter.channel) {
            throw web::BadRequest{"an unknown channel", "channel"};
        }
    }
    return filter;
}

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

std::string level_of(const routing::Matrix& matrix, const std::string& area_key) {
    const auto* area = area_key.empty() ? nullptr : matrix.find(area_key);
    return area == nullptr ? std::string{none_of_it} : area->level;
}

Asked::Asked(const Table& table, const Filter& filter, const Scope& scope, const routing::Matrix& matrix)
    : roles_(only(table.roles, filter.role ? std::optional{filter.role->value} : std::nullopt)),
      areas_(only(table.areas, filter.area)),
      units_(only(table.units, filter.unit)),
      priorities_(only_one(4, number_of(filter.priority))),
      channels_(only_one(8, number_of(filter.channel))) {
    for (std::size_t area = 0; filter.level && area < areas_.size(); ++area) {
        areas_[area] = areas_[area] && level_of(matrix, table.areas[area]) == *filter.level;
    }
    if (scope.units) {
        const auto own = split(*scope.units, ',');
        for (std::size_t unit = 0; unit < units_.size(); ++unit) {
            const auto& id = table.units[unit];
            units_[unit] = units_[unit] && !id.empty() && std::find(own.begin(), own.end(), id) != own.end();
        }
    }
}

}  // namespace ansvar::reports

#include "routing/exceptions.hpp"

#include "routing/matrix.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace ansvar::routing {

Exceptions::Exceptions(const std::vector<UnitException>& all, const std::vector<StaffUnit>& units) {
    std::map<UnitNumber, std::optional<UnitNumber>> above;
    for (const auto& unit : units) {
        above[unit.id] = unit.parent;
    }
    for (const auto& one : all) {
        above.try_emplace(one.unit);
    }
    for (const auto& [unit, parent] : above) {
        std::set<UnitNumber> seen;
        for (std::optional<UnitNumber> at = unit; at && seen.insert(*at).second;) {
            for (const auto& one : all) {
                if (one.unit == *at) {
                    of_units_[unit].try_emplace(one.area, one);
                }
            }
            const auto next = above.find(*at);
            at = next == above.end() ? std::nullopt : next->second;
        }
    }
}

const std::map<std::string, UnitException>* Exceptions::of(std::optional<UnitNumber> unit) const {
    const auto found = unit ? of_units_.find(*unit) : of_units_.end();
    return found == of_units_.end() ? nullptr : &found->second;
}

bool changes(const UnitException& exception, const Area& area, const Matrix& matrix) {
    return exception.area == area.key && !area.emergency && exception.role != area.lead().role && matrix.find_role(exception.role) != nullptr;
}

Area as_the_unit_has_it(Area area, const UnitException& exception) {
    std::vector<Responsible> responsible{{exception.role, "", Relation::Lead}};
    std::copy_if(area.responsible.begin() + 1, area.responsible.end(), std::back_inserter(responsible),
                 [&](const Responsible& other) { return other.role != exception.role; });
    area.responsible = std::move(responsible);
    return area;
}

std::string to_json(const Exceptions& exceptions) {
    auto units = nlohmann::json::array();
    for (const auto& [unit, areas] : exceptions.all()) {
        auto list = nlohmann::json::array();
        for (const auto& [key, one] : areas) {
            list.push_back({{"id", one.id}, {"unit", one.unit}, {"unit_name", one.unit_name}, {"area", key}, {"role", one.role}});
        }
        units.push_back({{"unit", unit}, {"areas", std::move(list)}});
    }
    return units.dump();
}

Read<Exceptions> exceptions_from_json(std::string_view json) {
    try {
        Exceptions read;
        for (const auto& unit : nlohmann::json::parse(json)) {
            auto& areas = read.of_units_[unit.at("unit").get<UnitNumber>()];
            for (const auto& one : unit.at("areas")) {
                areas[one.at("area")] = {one.at("id"), one.at("unit"), one.at("unit_name"), one.at("area"), one.at("role")};
            }
        }
        return read;
    } catch (const std::exception& error) {
        return tl::unexpected(Faults{{1, 1, "bad-json", {error.what()}}});
    }
}

}  // namespace ansvar::routing

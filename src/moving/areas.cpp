#include "moving/areas.hpp"

#include <fmt/format.h>

#include <utility>

#include "routing/csv.hpp"

namespace ansvar::moving {

Result<Areas, std::vector<std::string>> read_areas(std::string_view csv, const routing::Router& router) {
    routing::CsvTable table{csv, {"queue", "to"}, {}};
    std::vector<std::string> faults;
    for (const auto& fault : table.faults()) {
        faults.push_back(routing::explain(fault));
    }
    Areas areas;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const auto& to = table.at(at, "to");
        if (!router.correct({}, to.text)) {
            faults.push_back(fmt::format("line {}: {} is no area and no role", to.line, to.text));
        }
        areas[table.at(at, "queue").text] = to.text;
    }
    if (!faults.empty()) {
        return refuse(std::move(faults));
    }
    return areas;
}

}  // namespace ansvar::moving

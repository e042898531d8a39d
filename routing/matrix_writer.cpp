#include "routing/csv.hpp"
#include "routing/list_field.hpp"
#include "routing/matrix.hpp"

namespace ansvar::routing {
namespace {

std::string responsible_field(const Area& area) {
    std::vector<std::string> parts;
    for (const auto& responsible : area.responsible) {
        parts.push_back(responsible.holder.empty() ? responsible.role : responsible.role + ':' + responsible.holder);
    }
    return join_list(parts, "; ");
}

std::string relation_field(const Area& area) {
    std::vector<std::string> parts;
    for (const auto& responsible : area.responsible) {
        parts.emplace_back(to_string(responsible.relation));
    }
    return join_list(parts, "; ");
}

}  // namespace

std::string write_matrix(const Matrix& matrix) {
    std::string csv = write_csv_row({"row", "level", "column", "area", "responsible", "note", "source_text", "key", "relation", "priority",
                                     "confidential", "emergency"});
    for (const auto& area : matrix.areas()) {
        csv += write_csv_row({area.row, area.level, area.column, area.name, responsible_field(area), area.note, area.source_text, area.key,
                              relation_field(area), std::string(to_string(area.default_priority)), area.confidential ? "yes" : "no",
                              area.emergency ? "yes" : "no"});
    }
    return csv;
}

}  // namespace ansvar::routing

#include "matrix/named_rows.hpp"

namespace ansvar::matrix {

std::vector<identity::NamedRow> rows_of_people(const routing::Matrix& matrix) {
    std::vector<identity::NamedRow> rows;
    for (const auto& area : matrix.areas()) {
        for (const auto& one : area.responsible) {
            if (one.role.empty() && !one.holder.empty()) {
                rows.push_back({.row = area.row, .area = area.name, .initials = one.holder});
            }
        }
    }
    return rows;
}

}  // namespace ansvar::matrix

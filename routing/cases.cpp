#include "routing/cases.hpp"

#include "routing/csv.hpp"
#include "routing/field_check.hpp"
#include "routing/list_field.hpp"
#include "routing/unicode.hpp"

namespace ansvar::routing {

Read<std::vector<Case>> read_cases(std::string_view csv, const Matrix& matrix) {
    CsvTable table(csv, {"id", "subject", "body", "rows", "role", "kind"}, {});
    std::vector<Case> cases;
    for (std::size_t record = 0; record < table.size(); ++record) {
        const auto text = [&](std::string_view name) { return table.at(record, name).text; };
        Case each{text("id"), {text("subject"), text("body"), std::nullopt}, {}, text("role"), text("kind")};
        for (const auto& row : split_list(text("rows"), '|')) {
            if (const auto* area = matrix.find(row)) {
                each.areas.push_back(area->key);
            } else {
                blame(table.faults(), table.at(record, "rows"), "unknown-area", {row});
            }
        }
        cases.push_back(std::move(each));
    }
    if (!table.faults().empty()) {
        return tl::unexpected(table.faults());
    }
    return cases;
}

std::string text_of(const Request& request) {
    constexpr std::size_t longest = 20'000;
    return well_formed(trim(head(request.subject, longest))) + '\n' + well_formed(head(request.body, longest));
}

}  // namespace ansvar::routing

#include "reports/overview_csv.hpp"

#include <optional>

namespace ansvar::reports {

namespace {

std::string number(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : std::string{};
}

std::vector<std::string> header(const Wording& wording) {
    std::vector<std::string> names;
    for (const auto* column : {"role", "name", "open", "late", "opened", "first_count", "first_median", "first_most", "resolution_count",
                               "resolution_median", "resolution_most"}) {
        names.push_back(wording.text(std::string{"report.csv."} + column));
    }
    return names;
}

std::vector<std::string> cells(const RoleFigures& line, const Wording& wording) {
    const auto& first = line.first_response;
    const auto& resolution = line.resolution;
    return {line.role.value,
            line.role.value.empty() ? wording.text("report.all_roles") : wording.role(line.role),
            std::to_string(line.open),
            std::to_string(line.late),
            std::to_string(line.opened),
            std::to_string(first.count),
            number(first.median),
            number(first.nine_of_ten),
            std::to_string(resolution.count),
            number(resolution.median),
            number(resolution.nine_of_ten)};
}

}  // namespace

std::string overview_csv(const Figures& figures, const Wording& wording) {
    const char separator = wording.language() == web::Language::Sv ? ';' : ',';
    auto csv = std::string{byte_order_mark} + csv_line(header(wording), separator);
    for (const auto& role : figures.roles) {
        csv += csv_line(cells(role, wording), separator);
    }
    return csv + csv_line(cells(figures.together, wording), separator);
}

}  // namespace ansvar::reports

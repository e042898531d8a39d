#include "reports/recount.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "core/secret.hpp"

namespace ansvar::reports {

namespace {

using nlohmann::json;

struct Figure {
    std::string table, row, column, text;
    bool is_of_moment = false;
};

/// By heading, table, row's key and column's place.
using Place = std::tuple<std::string, std::string, std::string, std::size_t>;

void add_row(std::map<Place, Figure>& all, const json& heading, const json& table, const std::string& key, const json& row) {
    for (std::size_t column = 0; column < row.at("cells").size(); ++column) {
        const auto& cell = row.at("cells")[column];
        if (cell.at("look") == "left") {
            continue;
        }
        all[{heading.at("key"), table.at("name"), key, column}] = {
            heading.at("title").get<std::string>() + ", " + table.at("title").get<std::string>(), row.at("label"), table.at("columns")[column].at("label"),
            cell.at("text"), cell.at("of_moment")};
    }
}

std::map<Place, Figure> figures_of(const json& document) {
    std::map<Place, Figure> all;
    for (const auto& heading : document.at("headings")) {
        for (const auto& table : heading.at("tables")) {
            for (const auto& row : table.at("rows")) {
                // Doors have an area for a key, and several rows each.
                auto key = row.at("key").get<std::string>();
                for (const auto& cell : row.at("cells")) {
                    key += cell.at("look") == "left" ? "\n" + cell.at("text").get<std::string>() : "";
                }
                add_row(all, heading, table, key, row);
            }
            if (table.at("total").is_object()) {
                add_row(all, heading, table, "\ntotal", table.at("total"));
            }
        }
    }
    return all;
}

/// A row that is not there says as much as one without figures.
bool is_alike(const std::string& a, const std::string& b) {
    const auto says_nothing = [](const std::string& text) { return text.find_first_of("123456789") == std::string::npos; };
    return a == b || (a.empty() && says_nothing(b)) || (b.empty() && says_nothing(a));
}

}  // namespace

Recount recount(const PeriodReport::Issue& issue, const json& again) {
    Recount result{.is_untouched = sha256(issue.document) == issue.checksum};
    const auto then = figures_of(json::parse(issue.document));
    auto now = figures_of(again);
    for (const auto& [place, figure] : then) {
        const auto found = now.find(place);
        const auto text = found == now.end() ? std::string{} : found->second.text;
        if (figure.is_of_moment) {
            ++result.of_moment;
        } else if (is_alike(text, figure.text)) {
            ++result.equal;
        } else {
            result.different.push_back({figure.table, figure.row, figure.column, figure.text, text});
        }
        if (found != now.end()) {
            now.erase(found);
        }
    }
    for (const auto& [place, figure] : now) {
        if (!figure.is_of_moment && !is_alike("", figure.text)) {
            result.different.push_back({figure.table, figure.row, figure.column, "", figure.text});
        }
    }
    return result;
}

}  // namespace ansvar::reports

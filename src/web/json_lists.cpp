#include "web/json_lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "web/json_fields.hpp"
#include "web/manners.hpp"

namespace ansvar::web {

using nlohmann::json;

Response list_page(const Request& request, json items, const std::optional<std::string>& next) {
    auto response = Response::json({{"items", std::move(items)}, {"next", or_null(next)}});
    if (next) {
        add_next_link(response, request, *next);
    }
    return response;
}

Response page_of_rows(const Request& request, const json& rows, const std::string& key) {
    std::vector<FieldError> faults;
    const auto limit = limit_of(request, faults);
    refuse_faulty(faults);
    const auto cursor_of = [&](const json& row) { return row.at(key).is_string() ? row.at(key).get<std::string>() : row.at(key).dump(); };
    auto at = rows.begin();
    if (const auto after = request.query("after")) {
        at = std::find_if(rows.begin(), rows.end(), [&](const json& row) { return cursor_of(row) == *after; });
        at = at == rows.end() ? at : std::next(at);
    }
    auto items = json::array();
    for (; at != rows.end() && items.size() < limit; ++at) {
        items.push_back(*at);
    }
    const auto next = at == rows.end() ? std::nullopt : std::optional{cursor_of(items.back())};
    return list_page(request, std::move(items), next);
}

void tell_version(Response& response, std::int64_t version) { response.set_header("ETag", fmt::format("\"v{}\"", version)); }

std::int64_t version_of_content(const json& content) {
    constexpr std::size_t digits = 15;  // 60 bits
    return std::stoll(sha256(content.dump()).substr(0, digits), nullptr, 16);
}

}  // namespace ansvar::web

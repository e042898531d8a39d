#include "matrix/version_api.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

#include "matrix/publication.hpp"
#include "web/json_fields.hpp"
#include "web/json_lists.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

json as_json(const PublishedVersion& one) {
    return {{"id", one.id.value},
            {"version", one.version},
            {"dated", one.dated.empty() ? json() : json(one.dated)},
            {"valid_from", to_rfc3339(one.valid_from)},
            {"published_at", to_rfc3339(one.published_at)},
            {"by", one.by},
            {"note", one.note},
            {"draft", one.draft ? json(one.draft->value) : json()},
            {"restores", one.restores ? json(one.restores->value) : json()}};
}

}  // namespace

web::Response list_versions_api(const Services& services, const web::Request& request) {
    auto rows = json::array();
    for (const auto& version : services.database.read([](db::Session& session) { return list_versions(session); })) {
        rows.push_back(as_json(version));
    }
    return web::page_of_rows(request, rows);
}

}  // namespace ansvar::matrix

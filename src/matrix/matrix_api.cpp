#include "matrix/matrix_api.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

#include "matrix/routes.hpp"
#include "web/errors.hpp"
#include "web/manners.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

json as_json(const routing::Area& area) {
    json responsible = json::array();
    for (const auto& one : area.responsible) {
        responsible.push_back({{"role", one.role}, {"holder", one.holder}, {"relation", routing::to_string(one.relation)}});
    }
    return {{"key", area.key},
            {"row", area.row},
            {"level", area.level},
            {"column", area.column},
            {"name", area.name},
            {"role", area.lead().role.empty() ? std::string{routing::triage_role} : area.lead().role},
            {"responsible", std::move(responsible)},
            {"priority", routing::to_string(area.default_priority)},
            {"confidential", area.confidential},
            {"emergency", area.emergency}};
}

}  // namespace

json as_json(const Edition& edition) {
    json items = json::array();
    for (const auto& area : edition.matrix().areas()) {
        items.push_back(as_json(area));
    }
    return {{"version", edition.matrix().version()},
            {"dated", edition.dated.empty() ? json(nullptr) : json(edition.dated)},
            {"items", std::move(items)}};
}

web::Response list_areas(const Services& services, const web::Request& request) {
    const auto edition = services.router.edition();
    if (!edition) {
        throw web::Unavailable{};
    }
    const auto tag = fmt::format("\"{}-{}\"", edition->id.value, edition->checksum.substr(0, 16));
    const auto known = request.header("if-none-match");
    auto response = known && web::is_named(*known, tag) ? web::Response{.status = 304, .headers = {}, .body = {}, .shared_body = {}}
                                                : web::Response::json(as_json(*edition));
    response.set_header("ETag", tag);
    response.set_header("Cache-Control", "private, no-cache");
    return response;
}

}  // namespace ansvar::matrix

#include "matrix/version_api.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

#include "matrix/publication.hpp"
#include "web/json_fields.hpp"

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
    std::vector<web::FieldError> faults;
    const auto limit = web::limit_of(request, faults);
    const auto after = request.query("after");
    const auto last = after ? id_from<VersionId>(*after) : std::nullopt;
    if (after && !last) {
        faults.push_back(web::field_fault("/after", "malformed"));
    }
    web::refuse_faulty(faults);
    const auto all = services.database.read([](db::Session& session) { return list_versions(session); });
    auto next = all.begin();
    if (last) {  // one that is there no more ends the list
        next = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == *last; });
        next = next == all.end() ? next : std::next(next);
    }
    auto items = json::array();
    std::optional<std::string> cursor;
    for (; next != all.end() && items.size() < limit; ++next) {
        items.push_back(as_json(*next));
        cursor = next->id.text();
    }
    const bool is_more = next != all.end();
    auto response = web::Response::json({{"items", std::move(items)}, {"next", is_more ? web::or_null(cursor) : json()}});
    if (is_more) {
        web::add_next_link(response, request, *cursor);
    }
    return response;
}

}  // namespace ansvar::matrix

#include "tickets/changes_api.hpp"

#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "tickets/api_fields.hpp"
#include "tickets/followed_changes.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

struct Asked {
    std::optional<FeedPlace> after;
    std::size_t limit = 0;
};

Asked read_question(const web::Request& request) {
    Asked asked;
    std::vector<web::FieldError> faults;
    if (const auto text = request.query("after")) {
        asked.after = FeedPlace::parse(*text);
        if (!asked.after) {
            faults.push_back(field_fault("/after", "malformed"));
        }
    }
    asked.limit = limit_of(request, faults);
    if (!faults.empty()) {
        throw web::Unprocessable{faults};
    }
    return asked;
}

json read_changes(db::Session& session, const Asked& asked, const identity::Person& reader, Timestamp now) {
    auto items = json::array();
    if (!asked.after) {
        return {{"items", std::move(items)}, {"next", end_of_feed(session, now).text()}, {"more", false}};
    }
    const auto followed = follow_changes(session, *asked.after, asked.limit, reader, now);
    if (!followed) {
        throw web::Error{410, "cursor-too-old"};
    }
    for (const auto& change : followed->changes) {
        items.push_back({{"change", change.place.text()}, {"ticket", change.ticket.value}, {"readable", change.is_readable},
                         {"url", "/api/v1/tickets/" + change.ticket.text()}});
    }
    return {{"items", std::move(items)}, {"next", followed->next.text()}, {"more", followed->more}};
}

}  // namespace

std::vector<web::Route> changes_api_routes(const PageServices& services) {
    return {{web::Method::Get, "/api/v1/changes", {web::Audience::SignedIn, web::Scope::TicketsRead}, [services](const web::Request& request) {
                 const auto asked = read_question(request);
                 const auto page = services.database().read(
                     [&](db::Session& session) { return read_changes(session, asked, reader(request), services.now()); });
                 auto response = web::Response::json(page);
                 if (page["more"].get<bool>()) {
                     web::add_next_link(response, request, page["next"].get<std::string>());
                 }
                 return response;
             }, {}, {.query = {"after", "limit"}}}};
}

}  // namespace ansvar::tickets

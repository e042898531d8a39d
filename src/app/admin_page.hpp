#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "identity/person.hpp"
#include "web/pages.hpp"
#include "web/route.hpp"

namespace ansvar::app {

/// The route that answers GET for a path; null when there is none. Asked when a page is shown, so the table may be filled later.
using FindRoute = std::function<const web::Route*(std::string_view path)>;

/// /admin: what the reader may open of the administration, a plain line for each page. Only what there is a route for, and whose audience
/// the reader is in, is shown; nobody else may know of the page.
std::vector<web::Route> admin_routes(const web::Pages& pages, FindRoute find);

/// Does somebody have anything to do there?
bool may_open_administration(const identity::Person& person);

}  // namespace ansvar::app

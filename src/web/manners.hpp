#pragma once

#include <string_view>

#include "web/route.hpp"

namespace ansvar::web {

/// Refuses what a route of the API does not take: a query parameter that is unknown or given twice (Unprocessable), a change without
/// If-Match of what has a version (PreconditionRequired).
void check_manners(const Route& route, const Request& request);

/// Gives what a GET of the API answers an ETag: that of the handler as it is; a version ("v7") with what is shown of it ("v7-0f…"), as two
/// readers are shown different things; or else one of the content. A program that has it already (If-None-Match) is answered 304.
Response with_entity_tag(const Route& route, const Request& request, Response response);

/// Link to the next page (RFC 8288): the same question with that cursor as `after`.
void add_next_link(Response& response, const Request& request, std::string_view cursor);

/// Whether If-None-Match names that tag (RFC 9110, 13.1.2): a list, weak ones compared as if strong, or "*".
bool is_named(std::string_view if_none_match, std::string_view tag);

}  // namespace ansvar::web

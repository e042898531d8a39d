#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::web {

/// A page of a list for programs: {"items", "next"}; `next` is the cursor of the page after it, told in Link too, or nothing at the end.
Response list_page(const Request& request, nlohmann::json items, const std::optional<std::string>& next);

/// A list that is read whole, a page at a time: ?limit= rows after the one whose `key` (a text or a number) is ?after=. What is added or goes
/// away elsewhere moves nothing; when that row itself is there no more, the list is at its end.
/// @throws Unprocessable for a limit that is out of range.
Response page_of_rows(const Request& request, const nlohmann::json& rows, const std::string& key = "id");

/// The version of what is shown or was changed, as a program sends it back in If-Match (RFC 9110, 8.8.3): "v7".
void tell_version(Response& response, std::int64_t version);
/// The version of what has no number of its own: the same for the same content, never negative.
std::int64_t version_of_content(const nlohmann::json& content);

}  // namespace ansvar::web

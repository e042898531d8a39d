#pragma once

#include <string>

#include "web/response.hpp"

namespace ansvar::web {

/// The status line and header fields as they go out, with Date, Content-Length and Connection.
std::string response_head(const Response& response, bool keeps_alive);

/// False when a header field's name or value could break out of its line.
bool has_sound_headers(const Response& response);

/// 1xx, 204 and 304 never have a body.
constexpr bool may_have_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

}  // namespace ansvar::web

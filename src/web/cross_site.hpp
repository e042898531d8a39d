#pragma once

#include <string_view>

#include "web/request.hpp"

namespace ansvar::web {

/// True when a browser says, or cannot rule out, that another site made it send this request. Sec-Fetch-Site decides where it is
/// sent; else Origin, else Referer, must name the very host asked (or `public_origin`). A request without any of them is refused
/// too: forms come from browsers, programs use the API.
bool may_be_cross_site(const Request& request, std::string_view public_origin);

}  // namespace ansvar::web

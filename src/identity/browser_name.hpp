#pragma once

#include <string>
#include <string_view>

#include "web/texts.hpp"

namespace ansvar::identity {

/// What a browser calls itself (User-Agent), as people call it: "Firefox på Windows". A guess: nothing but the list of sessions reads it.
std::string browser_name(const web::Texts& texts, web::Language language, std::string_view user_agent);

}  // namespace ansvar::identity

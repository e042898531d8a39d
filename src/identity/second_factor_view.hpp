#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "identity/person.hpp"
#include "identity/settings.hpp"
#include "web/texts.hpp"

namespace ansvar::identity {

/// The secret of a new app: as a picture and as text. "qr" (size, path, view_box) and "secret" of templates/parts/new_second_factor.html.
nlohmann::json new_second_factor_view(const Settings& settings, const Person& person, const std::string& secret);

/// All of templates/pages/identity/recovery_codes.html; `next` is where one goes on to.
nlohmann::json recovery_codes_view(const web::Texts& texts, web::Language language, const std::vector<std::string>& codes, const std::string& next);

}  // namespace ansvar::identity

#pragma once

#include <optional>
#include <string_view>

namespace ansvar::web {

/// The languages everything a person reads exists in.
enum class Language { Sv, En };

/// "sv" or "en": the value of <html lang>, of the catalogue's file name and of the language cookie.
std::string_view to_string(Language language);
std::optional<Language> language_from(std::string_view code);

/// The best of our languages for an Accept-Language header (RFC 9110 §12.5.4), Swedish when it says nothing useful.
Language preferred_language(std::string_view accept_language);

}  // namespace ansvar::web

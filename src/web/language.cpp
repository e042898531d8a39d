#include "web/language.hpp"

#include "web/ascii.hpp"
#include "web/quality_list.hpp"

namespace ansvar::web {

std::string_view to_string(Language language) {
    return language == Language::Sv ? "sv" : "en";
}

std::optional<Language> language_from(std::string_view code) {
    if (ascii::equal(code, "sv")) {
        return Language::Sv;
    }
    if (ascii::equal(code, "en")) {
        return Language::En;
    }
    return std::nullopt;
}

Language preferred_language(std::string_view accept_language) {
    auto best = Language::Sv;
    int best_weight = 0;
    for (const auto& choice : quality_list(accept_language)) {
        const auto language = language_from(choice.name.substr(0, choice.name.find('-')));
        if (language && choice.weight > best_weight) {
            best = *language;
            best_weight = choice.weight;
        }
    }
    return best;
}

}  // namespace ansvar::web

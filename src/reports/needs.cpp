#include "reports/needs.hpp"

#include <algorithm>

namespace ansvar::reports {

namespace {

/// Parts of areas' keys. Keys are made of Swedish names without their dots (routing/slug.hpp), whatever the language of the page.
constexpr std::array<std::string_view, 12> things{"utrustning", "enheter", "skrivare", "hardvara", "projektor", "telefon",
                                                  "kamera",     "kameror", "maskin",   "skap",     "dator",     "skarm"};
constexpr std::array<std::string_view, 5> help{"support", "stod-och", "och-stod", "fortbildning", "professionell"};

template <std::size_t Count>
bool names_any(const std::string& key, const std::array<std::string_view, Count>& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return key.find(word) != std::string::npos; });
}

}  // namespace

std::string_view name(Need need) {
    static constexpr std::array<std::string_view, needs.size()> names{"support", "service", "infrastructure", "hardware"};
    return names[static_cast<std::size_t>(need)];
}

std::optional<Need> need_of(const routing::Matrix& matrix, const std::string& area_key) {
    const auto* area = area_key.empty() ? nullptr : matrix.find(area_key);
    if (area == nullptr) {
        return {};
    }
    if (names_any(area->key, help)) {
        return Need::Support;
    }
    if (names_any(area->key, things)) {
        return Need::Hardware;
    }
    return area->level == "HYGIEN" ? Need::Infrastructure : area->level == "PEDAGOGIK" ? Need::Support : Need::Service;
}

}  // namespace ansvar::reports

#include "identity/browser_name.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ansvar::identity {

namespace {

using Sign = std::pair<std::string_view, std::string_view>;  ///< what stands in the User-Agent, what people call it

/// The first that fits: Edge calls itself Chrome too, Chrome calls itself Safari.
constexpr std::array<Sign, 9> browsers{{{"Edg", "Edge"},
                                        {"OPR/", "Opera"},
                                        {"SamsungBrowser/", "Samsung Internet"},
                                        {"Firefox/", "Firefox"},
                                        {"FxiOS/", "Firefox"},
                                        {"CriOS/", "Chrome"},
                                        {"Chrome/", "Chrome"},
                                        {"Chromium/", "Chromium"},
                                        {"Safari/", "Safari"}}};
constexpr std::array<Sign, 7> systems{{{"Windows", "Windows"},
                                       {"iPhone", "iPhone"},
                                       {"iPad", "iPad"},
                                       {"Android", "Android"},
                                       {"CrOS", "ChromeOS"},
                                       {"Mac OS X", "Mac"},
                                       {"Linux", "Linux"}}};

template <std::size_t size>
std::string_view first_in(std::string_view user_agent, const std::array<Sign, size>& signs) {
    const auto found = std::find_if(signs.begin(), signs.end(), [&](const Sign& sign) { return user_agent.find(sign.first) != std::string_view::npos; });
    return found == signs.end() ? std::string_view{} : found->second;
}

}  // namespace

std::string browser_name(const web::Texts& texts, web::Language language, std::string_view user_agent) {
    const auto browser = first_in(user_agent, browsers);
    const auto system = first_in(user_agent, systems);
    if (browser.empty()) {
        return system.empty() ? texts.text(language, "security.unknown_browser") : texts.format(language, "security.browser_on", {{"browser", texts.text(language, "security.unknown_browser")}, {"system", system}});
    }
    return system.empty() ? std::string{browser} : texts.format(language, "security.browser_on", {{"browser", browser}, {"system", system}});
}

}  // namespace ansvar::identity

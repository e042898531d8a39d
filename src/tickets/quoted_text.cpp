#include "tickets/quoted_text.hpp"

#include <string_view>

#include "core/text.hpp"

namespace ansvar::tickets {

std::pair<std::string, std::string> without_quote(const std::string& body) {
    std::size_t start = body.size();
    for (std::size_t line = body.rfind('\n'); line != std::string::npos && line > 0; line = body.rfind('\n', line - 1)) {
        const auto text = std::string_view{body}.substr(line + 1, body.find('\n', line + 1) - line - 1);
        if (!text.empty() && text.front() != '>') {
            break;
        }
        if (!text.empty()) {
            start = line;
        }
    }
    return {std::string{trim(std::string_view{body}.substr(0, start))}, std::string{trim(std::string_view{body}.substr(start))}};
}

}  // namespace ansvar::tickets

#include "routing/list_field.hpp"

#include "routing/unicode.hpp"

namespace ansvar::routing {

std::vector<std::string> split_list(std::string_view field, char separator) {
    std::vector<std::string> parts;
    if (trim(field).empty()) {
        return parts;
    }
    for (std::size_t begin = 0; begin <= field.size();) {
        const auto end = std::min(field.find(separator, begin), field.size());
        parts.emplace_back(trim(field.substr(begin, end - begin)));
        begin = end + 1;
    }
    return parts;
}

std::string join_list(const std::vector<std::string>& parts, std::string_view separator) {
    std::string joined;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        joined += index == 0 ? std::string_view{} : separator;
        joined += parts[index];
    }
    return joined;
}

}  // namespace ansvar::routing

#pragma once

#include <string_view>
#include <vector>

namespace ansvar::web {

/// One choice of an Accept, Accept-Language or Accept-Encoding header.
struct Choice {
    std::string_view name;  ///< as written, without parameters: "text/html", "sv-FI", "br", "*"
    int weight = 1000;      ///< q in thousandths; 0: not wanted
};

/// The choices in the order they stand (RFC 9110 §12.4.2). What cannot be read is left out; at most 50 are read.
std::vector<Choice> quality_list(std::string_view header);

/// The weight a list gives a name: an exact match (without regard to case) before "*"; `otherwise` when neither is there.
int weight_of(const std::vector<Choice>& choices, std::string_view name, int otherwise = 0);

}  // namespace ansvar::web

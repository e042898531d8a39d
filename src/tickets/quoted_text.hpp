#pragma once

#include <string>
#include <utility>

namespace ansvar::tickets {

/// A message's text, and what it quotes of earlier ones ("> …" lines at its end), which pages fold.
std::pair<std::string, std::string> without_quote(const std::string& body);

}  // namespace ansvar::tickets

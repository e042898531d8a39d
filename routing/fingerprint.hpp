#pragma once

#include <string>
#include <string_view>

namespace ansvar::routing {

/// A name for "the same bytes", 16 hexadecimal digits, in the manner of FNV-1a. Not for secrets.
std::string fingerprint_of(std::string_view bytes);

}  // namespace ansvar::routing

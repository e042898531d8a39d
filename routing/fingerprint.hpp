#pragma once

#include <string>
#include <string_view>

namespace ansvar::routing {

/// A name for "the same bytes": FNV-1a, 16 hexadecimal digits. Not for secrets.
std::string fingerprint_of(std::string_view bytes);

}  // namespace ansvar::routing

#pragma once

#include <string>
#include <string_view>

namespace ansvar {

/// Letters without their marks: "språk" → "sprak". For comparing what people type. The text must be valid UTF-8.
std::string without_marks(std::string_view text);

}  // namespace ansvar

#pragma once

#include <string>
#include <string_view>

namespace ansvar {

/// Bytes of Windows-1252 as UTF-8, what Swedish spreadsheets and old programs write. The five bytes that stand for nothing become U+FFFD,
/// so any bytes can be read. From any thread.
std::string from_windows_1252(std::string_view bytes);

}  // namespace ansvar

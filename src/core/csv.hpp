#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ansvar {

/// What begins a CSV file so that spreadsheets read it as UTF-8.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// One line, ending in CRLF (RFC 4180). A cell that a spreadsheet would take for a formula (it begins with = + - @, tab or carriage return)
/// gets a ' before it.
std::string csv_line(const std::vector<std::string>& cells, char separator);

}  // namespace ansvar

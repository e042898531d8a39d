#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/figures.hpp"
#include "reports/wording.hpp"

namespace ansvar::reports {

/// The overview's table for a spreadsheet: UTF-8 with a byte order mark, lines ending in CRLF (RFC 4180), minutes as plain numbers.
/// Fields are parted as the reader's spreadsheets expect: ";" in Swedish, "," in English.
std::string overview_csv(const Figures& figures, const Wording& wording);

/// One line. A cell that a spreadsheet would take for a formula (it begins with = + - @, tab or carriage return) gets a ' before it.
std::string csv_line(const std::vector<std::string>& cells, char separator);

}  // namespace ansvar::reports

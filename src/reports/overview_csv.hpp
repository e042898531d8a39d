#pragma once

#include <string>

#include "core/csv.hpp"
#include "reports/figures.hpp"
#include "reports/wording.hpp"

namespace ansvar::reports {

/// The overview's table for a spreadsheet: UTF-8 with a byte order mark, lines ending in CRLF (RFC 4180), minutes as plain numbers.
/// Fields are parted as the reader's spreadsheets expect: ";" in Swedish, "," in English.
std::string overview_csv(const Figures& figures, const Wording& wording);

}  // namespace ansvar::reports

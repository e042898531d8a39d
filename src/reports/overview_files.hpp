#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "reports/sheets.hpp"

/// The overview to take away: the tables of the page, all of their rows.
namespace ansvar::reports {

/// The lines alone, for a spreadsheet: UTF-8 with a byte order mark, lines ending in CRLF (RFC 4180), minutes as plain numbers. Fields are
/// parted as the reader's spreadsheets expect: ";" in Swedish, "," in English.
std::string overview_csv(const std::vector<Sheet>& sheets, const Wording& wording);

/// A workbook with a page for each table and one that says what is measured. Cells are texts or numbers, never formulas.
std::string overview_xlsx(const std::vector<Sheet>& sheets, const Wording& wording, const std::string& heading, const std::string& rests_on);

/// {"period", "cut_off", "matrix_versions", "tables": {name: [{"key", "label", column: number}]}}: codes and numbers for programs.
nlohmann::json overview_json(const Figures& figures);

/// The words that say what each measure is: {name, what it is}.
std::vector<std::pair<std::string, std::string>> definitions(const Wording& wording);

}  // namespace ansvar::reports

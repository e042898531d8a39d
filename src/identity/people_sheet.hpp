#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::identity {

/// A CSV file's bytes as text (UTF-8, NFC), whether it was saved as UTF-8 or as Windows-1252, as Swedish spreadsheets do. Empty when it is
/// no text in either (a workbook, UTF-16).
std::optional<std::string> decode_sheet(std::string_view bytes);

/// A line of a sheet that is not empty.
struct SheetRow {
    std::size_t line;  ///< of the file, from 1
    std::vector<std::string> cells;
};

/// A CSV file as somebody's spreadsheet saved it: ; , or TAB between the cells (whichever its first line has most of), quotes around
/// cells that need them, any line ends. A ' that a spreadsheet needs before = + - @ is taken away again.
struct Sheet {
    std::vector<SheetRow> rows = {};
    std::optional<std::size_t> unclosed_quote = std::nullopt;  ///< the line where a quote begins that never ends

    static Sheet read(std::string_view text);
};

}  // namespace ansvar::identity

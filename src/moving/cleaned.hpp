#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ansvar::moving {

/// A text of another helpdesk made fit for ours.
struct Cleaned {
    std::string text;         ///< UTF-8 without control characters and bidirectional overrides; blank when nothing was left
    bool was_no_utf8 = false; ///< it was read as Windows-1252 then, which any bytes are
};

/// A line: breaks and tabs are blanks.
Cleaned clean_line(std::string_view bytes);
/// A longer text with unix line ends.
Cleaned clean_block(std::string_view bytes);
/// The words of HTML, as of a mail (mail/html_text.hpp).
Cleaned clean_html(std::string_view bytes);
/// Bytes as UTF-8 without NUL, whatever they were.
Cleaned as_utf8(std::string_view bytes);

}  // namespace ansvar::moving

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ansvar::inbox {

/// What "data:text/plain;charset=utf-8;base64,…" holds (RFC 2397).
struct DataUrl {
    std::string media_type = "text/plain";
    std::string bytes;  ///< text of ISO 8859-1 as UTF-8
};

/// A text that is none is plain text as it stands. Nothing when its base64 is none, or its characters are of another set than UTF-8, ASCII or
/// ISO 8859-1. Percent escapes are read when all of them are some: many programs write none.
std::optional<DataUrl> read_data_url(std::string_view text);

}  // namespace ansvar::inbox

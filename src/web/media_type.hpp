#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ansvar::web {

/// A value with parameters as in Content-Type and Content-Disposition: `form-data; name="photo"; filename="å.png"`.
struct MediaType {
    std::string name;                                             ///< lower-case: "multipart/form-data"
    std::vector<std::pair<std::string, std::string>> parameters;  ///< names lower-case, values unquoted, in order

    std::optional<std::string> parameter(std::string_view parameter_name) const;
};

/// How a quoted value escapes: RFC 9110 uses a backslash; browsers' multipart heads do not (WHATWG: %22 for a quote, backslash is itself).
enum class Quoting { Backslash, Browser };

/// Nothing when it cannot be read: an empty name, a quote not closed, a parameter without "=", the same parameter twice.
std::optional<MediaType> read_media_type(std::string_view text, Quoting quoting = Quoting::Backslash);

}  // namespace ansvar::web

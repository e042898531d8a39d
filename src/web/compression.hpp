#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "web/response.hpp"

namespace ansvar::web {

enum class Encoding { Identity, Gzip, Brotli };

/// "br", "gzip"; empty for Identity.
std::string_view to_string(Encoding encoding);

/// The one to use for an Accept-Encoding header: brotli before gzip when both weigh the same. Without the header: Identity.
Encoding preferred_encoding(std::string_view accept_encoding);

/// `quality` 0–11 (5 for pages, 11 for what is kept). Throws std::runtime_error when the library fails.
std::string brotli(std::string_view bytes, int quality);
/// `level` 1–9.
std::string gzip(std::string_view bytes, int level);

/// Text of this media type shrinks; a picture does not.
bool is_compressible(std::string_view content_type);

/// Compresses a body worth it (text of more than 1 KB, not encoded yet) in place and sets Vary; otherwise only sets Vary when the
/// body could have been compressed.
void compress(Response& response, std::string_view accept_encoding);

}  // namespace ansvar::web

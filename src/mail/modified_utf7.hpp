#pragma once

#include <string>
#include <string_view>

namespace ansvar::mail {

/// A mail folder's name as IMAP writes it (RFC 3501, 5.1.3): "Hanterade &AOQ-renden". The text must be valid UTF-8.
std::string modified_utf7(std::string_view text);

}  // namespace ansvar::mail

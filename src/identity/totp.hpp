#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace ansvar::identity {

/// Six digits that an app on the phone shows, others every thirty seconds (RFC 6238 with SHA-1, as every app reads it).

/// A new secret of 160 bits, as base32 text (RFC 4226 §4).
std::string draw_totp_secret();
/// What the app shows at that moment.
std::string totp_code(std::string_view secret, Timestamp at);
/// The time step that a typed code belongs to, when it is now's or a neighbour's (phones' clocks differ) and newer than `last_step`: none
/// is taken twice. Blanks in what was typed do not matter.
std::optional<std::uint64_t> matching_step(std::string_view secret, std::string_view typed, std::uint64_t last_step, Timestamp now);
/// "otpauth://totp/…": what the app reads from the picture. `issuer` and `account` are what it shows beside the code.
std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view account);
/// The secret in groups of four, for typing.
std::string in_groups(std::string_view secret);

/// A QR code as the path of an SVG: `size` squares each way, without the quiet zone.
struct QrPicture {
    int size = 0;
    std::string path;
};
QrPicture draw_qr(const std::string& text);

}  // namespace ansvar::identity

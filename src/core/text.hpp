#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar {

/// True when every byte belongs to well-formed UTF-8 (RFC 3629) and there is no NUL.
bool is_utf8(std::string_view text);

/// Unicode normalisation form C (UAX #15). The text must be valid UTF-8.
std::string nfc(std::string_view text);

/// Lower case by Unicode's default rules, not by a language's.
std::string lower(std::string_view text);

/// Characters (code points), not bytes: what a person would count a limit in.
std::size_t count_characters(std::string_view text);

/// The first `limit` characters, never cutting one in half; "…" is the last of them when something was cut.
std::string shorten(std::string_view text, std::size_t limit);

/// Without white space at both ends.
std::string_view trim(std::string_view text);

std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// What is wrong with a line of text that people write and others read.
enum class TextFault { None, NotUtf8, ControlCharacter, BidiOverride, TooLong };

/// Checks a single line (a subject, a name): no control characters, no bidirectional overrides (Trojan Source), at most `limit` characters.
TextFault check_line(std::string_view text, std::size_t limit);
/// Checks a longer text: as a line, but tab and line breaks are welcome.
TextFault check_block(std::string_view text, std::size_t limit);

/// Line breaks as "\n" alone, whatever the sender used.
std::string unix_line_ends(std::string_view text);

/// &, <, >, " and ' as character references: safe in HTML text and in quoted attributes.
std::string escape_html(std::string_view text);

/// Percent-encodes everything but RFC 3986's unreserved characters: one path segment or one query value.
std::string percent_encode(std::string_view text);
/// Empty when an escape is malformed or the result is not UTF-8 without NUL. `plus_is_space`: as in a query string or a form.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

}  // namespace ansvar

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ansvar::routing {

/// What `next_character` gives for a byte that is not UTF-8.
inline constexpr char32_t ill_formed = 0xFFFFFFFF;

/// The character that begins at `at`, which moves past it; `ill_formed` (and one byte further) when none does.
/// `at` must be inside the text.
char32_t next_character(std::string_view text, std::size_t& at);

/// True when every byte belongs to well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view text);

/// Where the first ill-formed byte stands; npos when there is none.
std::size_t find_ill_formed(std::string_view text);

/// The text with U+FFFD for each ill-formed byte.
std::string well_formed(std::string_view text);

/// Characters (code points), not bytes. Ill-formed bytes count as one each.
std::size_t count_characters(std::string_view text);

/// At most `limit` bytes of the text, never cutting a character in half.
std::string_view head(std::string_view text, std::size_t limit);

/// Without white space (ASCII) at both ends.
std::string_view trim(std::string_view text);

/// Composed (NFC), lower case, and å, ä, ö and other marked letters as their plain letters: the form in which words are
/// compared, so that a text typed without dots means the same. Ill-formed bytes become U+FFFD.
std::u32string fold(std::string_view text);

/// `to_utf8(fold(text))`, quickly for what Swedish is made of.
std::string fold_to_utf8(std::string_view text);

/// UTF-8 of the characters.
std::string to_utf8(std::u32string_view text);

}  // namespace ansvar::routing

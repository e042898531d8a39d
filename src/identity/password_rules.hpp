#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "identity/person.hpp"

namespace ansvar::identity {

/// What a password must be (NIST SP 800-63B): long, and not one that others try first. No rules about which characters it has.
inline constexpr std::size_t password_length = 15;                     ///< characters, for whoever signs in with it alone
inline constexpr std::size_t password_length_with_second_factor = 8;  ///< characters
inline constexpr std::size_t longest_password = 1024;                  ///< bytes

enum class PasswordFault { None, TooShort, TooLong, TooCommon };

/// As it is compared and hashed: NFC, so that a letter typed on another keyboard is the same letter. Nothing is cut or trimmed.
std::string normal_password(std::string_view typed);
/// So long that it may stand alone.
bool is_strong_alone(std::string_view normal);

/// `own_words`: names that people who know somebody try, see words_about. Costs no hashing.
PasswordFault check_password(std::string_view normal, bool has_second_factor, const std::vector<std::string>& own_words);
/// The person's names and address, and the school's.
std::vector<std::string> words_about(const Person& person, std::string_view school);

}  // namespace ansvar::identity

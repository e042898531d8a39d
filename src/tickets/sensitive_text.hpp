#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::tickets {

/// Bytes [begin, end) of a text.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const Stretch&) const = default;
};

/// Where a text seems to hold Swedish personal identity numbers (personnummer, also samordningsnummer), checked by date and last digit
/// (Skatteverket SKV 704). Written with or without century, with "-", "+", a dash or a blank before the last four, or with the date
/// parted ("1985-07-09-1234"). Ten digits in a row straight after a word about telephones, and numbers after "+", are no such numbers.
std::vector<Stretch> find_personal_numbers(std::string_view text);

/// The text with something else in place of each such number.
std::string without_personal_numbers(std::string_view text, std::string_view instead);

/// Does a text speak of somebody whose whereabouts are protected: skyddad identitet, skyddade personuppgifter, sekretessmarkering,
/// kvarskrivning, and what they are called in English?
bool names_protected_identity(std::string_view text);

}  // namespace ansvar::tickets

#pragma once

#include <string>

#include "tickets/mail_ledger.hpp"
#include "tickets/wording.hpp"

namespace ansvar::tickets {

/// "Kvitto", "Svar" …: what kind of letter it is.
std::string letter_kind(const LetterStatus& letter, const Wording& wording);
/// "Levererat i dag 10:40", "Försök 2: 450 …": how it fared, with the receiving server's last words.
std::string letter_standing(const LetterStatus& letter, const Wording& wording);

}  // namespace ansvar::tickets

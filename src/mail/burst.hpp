#pragma once

#include "db/transaction.hpp"
#include "mail/letter.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace ansvar::mail {

/// Letters that one of the same reader and ticket can tell as well, by the id of that one.
using Bursts = std::map<std::uint64_t, std::vector<std::uint64_t>>;

/// Can `next`, which follows `first`, be told in it? Messages of the same kind can, and after an answer the state that it came to: an answer's
/// letter says it. Never an answer in a letter about something else.
bool can_be_told_in(LetterKind first, LetterKind next);

/// Of letters that are being claimed: takes out those that another of them can tell, and finds what else is due and can be. Only what was
/// never tried: under a Message-ID that may have arrived, nothing more is said.
Bursts find_bursts(db::Transaction& tx, std::vector<Letter>& letters, Timestamp now);

}  // namespace ansvar::mail

#pragma once

#include <string>
#include <vector>

namespace ansvar::routing {

/// What all forms of a word have in common, for finding it again: `stem_of` as often as it takes away something, and the endings that it
/// leaves ("listan", "datorn", "rummet" as "lista", "dator", "rum"). The word must be folded. The root of a root is itself.
std::string root_of(const std::string& folded);

/// The roots that a Swedish compound is made of: "klasslistor" → "klass", "list". Only one of the two when the other is no word that
/// schools make compounds of ("bosseskrivare" → "skriv"); empty for a word that is no such compound. The word must be folded. Safe to call
/// from many threads.
std::vector<std::string> parts_of_compound(const std::string& folded);

}  // namespace ansvar::routing

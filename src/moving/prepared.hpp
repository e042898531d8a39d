#pragma once

#include <string>
#include <vector>

#include "moving/foreign.hpp"
#include "moving/report.hpp"

namespace ansvar::moving {

/// A message that fits: its text, and those of its files that are taken. What does not fit stands in the report.
struct Prepared {
    const ForeignMessage* from = nullptr;
    Timestamp at;
    std::string body;  ///< never empty, at most tickets::max_body characters
    std::vector<ForeignFile> files;
};

/// Somebody as a text names them: "Anna Ek <anna@skola.example>". Clean, and short enough for a name.
std::string named(const ForeignPerson& person);

/// A ticket's messages in the order of their times. `earliest` and `now` bound them.
std::vector<Prepared> prepare(const ForeignTicket& ticket, Timestamp earliest, Timestamp now, Report& report);

}  // namespace ansvar::moving

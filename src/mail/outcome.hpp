#pragma once

#include <string>
#include <string_view>

namespace ansvar::mail {

/// How an attempt ended.
enum class Outcome {
    Sent,     ///< the receiving server said yes
    Later,    ///< it did not, or we do not know: try again
    Refused,  ///< it will never take this letter
    Lost      ///< whoever tried vanished: try again
};
std::string_view name(Outcome outcome);

/// One attempt's outcome and what was said. `reply` is readable (see below) and may name people: for the ledger, never for the log.
struct Delivery {
    Outcome outcome = Outcome::Later;
    std::string reply;
};

/// Makes a server's words safe to keep and show: valid UTF-8, control characters as \x1b, at most 500 characters.
std::string readable(std::string_view reply);

}  // namespace ansvar::mail

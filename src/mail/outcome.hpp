#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ansvar::mail {

/// How an attempt ended.
enum class Outcome {
    Sent,     ///< the receiving server said yes
    Later,    ///< it did not, or we do not know: try again
    Refused,  ///< it will never take this letter
    Lost      ///< whoever tried vanished: try again
};
std::string_view name(Outcome outcome);

/// One step of a conversation with a mail server: what we said ("EHLO", "AUTH" …, never with what followed it; "CONNECT" and "TEXT" are not
/// said), and the answer, readable. Empty: none came.
struct Step {
    std::string said;
    std::string answer;
};

/// One attempt's outcome and what was said. `reply` is readable (see below) and may name people: for the ledger, never for the log.
struct Delivery {
    Outcome outcome = Outcome::Later;
    std::string reply;
    std::vector<Step> steps = {};  ///< in order; none when the line was not SMTP
};

/// Makes a server's words safe to keep and show: valid UTF-8, control characters as \x1b, at most 500 characters.
std::string readable(std::string_view reply);

}  // namespace ansvar::mail

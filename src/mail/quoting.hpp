#pragma once

#include <string>
#include <string_view>

namespace ansvar::mail {

/// A mail's text, told apart.
struct SplitText {
    std::string fresh;   ///< what was written now
    std::string quoted;  ///< signature and earlier mails that came along, each line beginning with ">"; "" for none

    /// Both, as a message keeps them: pages fold what is quoted at the end.
    std::string together() const;
};

/// Finds where a mail's own words end: a signature ("-- ", "Skickat från min iPhone"), a line that says who wrote what follows ("Den … skrev
/// Anna:", "On … wrote:"), the head of an earlier mail (Från/Skickat/Till/Ämne, "-----Ursprungligt meddelande-----"), or lines quoted by
/// ">" down to the end. Answers between quoted lines stay where they are, and a mail that holds nothing else (one that is passed on) is all
/// its sender's words. `text` is UTF-8 with "\n".
SplitText split_quoted(std::string_view text);

}  // namespace ansvar::mail

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/mail_address.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace ansvar::mail {

struct IncomingFile {
    std::string name;  ///< as sent, cleaned of controls; may be empty
    std::string declared_type;
    std::string bytes;
};

/// A report that a letter did not arrive (RFC 3464), or not yet.
struct Bounce {
    std::string message_id;  ///< of the letter, with angle brackets; "" when the report does not say
    std::string recipient;   ///< whom it did not reach; "" when the report does not say
    std::string status;      ///< RFC 3463: "5.1.1"
    bool is_final = false;   ///< the other side has given up
    bool is_failure = false; ///< given up or late; else it tells of something that went well
};

/// A mail as it came, taken apart. All texts are valid UTF-8 without controls, whatever was sent.
struct IncomingMail {
    std::string message_id;               ///< with angle brackets; "" when it has none that is one
    std::vector<std::string> references;  ///< the mails it answers, with angle brackets: the nearest first
    std::optional<MailAddress> from;      ///< empty when there is none that is an address; anybody can write anything here
    std::string from_name;
    std::vector<MailAddress> to;  ///< To, Cc, and what the mail server says of whom it was for
    std::string subject;
    std::optional<Timestamp> sent_at;  ///< by the sender's clock
    std::string text;                  ///< what was written now
    std::string quoted;                ///< signature and earlier mails, each line beginning with ">"
    std::vector<IncomingFile> files;
    std::string html;              ///< its HTML as sent, never to be shown outside a frame that may do nothing; "" for none
    std::string automatic;         ///< the header that says that no person wrote it ("Auto-Submitted: auto-replied"); "" when none does
    bool wants_no_answer = false;  ///< it, or the list it came by, asks not to be answered by a program
    std::string authentication;    ///< the topmost Authentication-Results (RFC 8601): what the last server found out, if it is ours
    std::vector<std::string> loop_marks;  ///< X-Loop: through whose hands it has been
    std::size_t hops = 0;                 ///< servers it has passed
    std::optional<Bounce> bounce;         ///< then it is nobody's ticket
};

/// What no mail may exceed, so that one mail costs no more than it weighs.
struct IncomingLimits {
    std::size_t bytes = 40 * 1024 * 1024;  ///< of the mail as it came
    std::size_t parts = 200;
    std::size_t text_bytes = 1024 * 1024;  ///< of its text; the rest is left out
    std::size_t files = 50;
};

enum class Unreadable {
    TooLarge,
    TooManyParts,
    NotAMail,
    TooDear  ///< whoever read it ran out of time or memory, or fell over
};

/// Reads a mail by RFC 5322 and 2045 and their many breakings. Safe from any thread.
Result<IncomingMail, Unreadable> read_mail(std::string_view raw, const IncomingLimits& limits = {});

}  // namespace ansvar::mail

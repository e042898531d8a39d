#pragma once

#include "core/mail_address.hpp"
#include "core/time.hpp"
#include "mail/letter.hpp"
#include "mail/outcome.hpp"

#include <optional>
#include <string>

namespace ansvar::mail {

/// A finished letter: who gets it and the bytes, lines ending in CRLF.
struct Parcel {
    LetterId id;
    LetterKind kind = LetterKind::Receipt;
    Timestamp created_at;
    MailAddress sender;
    MailAddress recipient;
    std::string message;
    std::optional<MailAddress> envelope_sender = std::nullopt;  ///< where a report of failure goes; empty: to `sender`
};

/// Takes letters out of the house. Safe from several threads at once; blocks until the outcome is known, never longer than 30 s.
/// Whatever goes wrong is an outcome, not an exception.
class Transport {
public:
    virtual ~Transport() = default;
    virtual Delivery send(const Parcel& parcel) = 0;
};

}  // namespace ansvar::mail

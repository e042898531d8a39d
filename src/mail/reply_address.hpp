#pragma once

#include <optional>
#include <string>

#include "core/ids.hpp"
#include "core/mail_address.hpp"
#include "mail/settings.hpp"

namespace ansvar::mail {

/// Addresses of our own that say what comes to them: "ansvar+t1042.<hash>@skola.example" takes the answers of one reader about one ticket,
/// "ansvar+b77.<hash>@skola.example" the reports about one letter (a variable envelope return path). The hash is keyed by the
/// installation's secret, so that nobody else can make one. Without plus addresses only our plain address is used, and nothing is read.
class ReplyAddresses {
public:
    explicit ReplyAddresses(const Settings& settings);

    /// Where `reader` answers about a ticket.
    MailAddress for_answers(TicketId ticket, const MailAddress& reader) const;
    /// The envelope sender of a letter.
    MailAddress for_bounces(LetterId letter) const;

    /// The ticket that `to` was made for, if it was made for this writer: that they have it shows that they read our letter.
    std::optional<TicketId> ticket_of(const MailAddress& to, const MailAddress& writer) const;
    std::optional<LetterId> letter_of(const MailAddress& to) const;
    /// Our plain address, or one made from it.
    bool is_ours(const MailAddress& address) const;

private:
    std::string sign(char kind, const std::string& number, const std::string& whose) const;
    MailAddress made(char kind, const std::string& number, const std::string& whose) const;
    std::optional<std::uint64_t> number_of(const MailAddress& to, char kind, const std::string& whose) const;

    MailAddress plain_;
    MailAddress sender_;
    std::string secret_;
    bool makes_;
};

}  // namespace ansvar::mail

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/session.hpp"
#include "mail/incoming_mail.hpp"
#include "mail/reply_address.hpp"

/// To which ticket a mail belongs, and how far its sender is to be believed.
namespace ansvar::inbox {

struct Thread {
    TicketId ticket;
    /// Letters of ours, whose ids nobody can guess; an address made for the sender; or a number or another's mail, which anybody can name.
    enum class By { Letters, Address, Number } by = By::Number;
};

/// By the mails it answers, the signed address it was sent to, or the number in its subject ("[#1042]"): the first that leads somewhere.
std::optional<Thread> find_thread(db::Session& session, const mail::IncomingMail& mail, const mail::ReplyAddresses& addresses);

/// The number a subject names as our letters do.
std::optional<TicketId> number_in(std::string_view subject);

/// Was it sent to an address that was made for its sender and this ticket?
bool has_signed_address(const mail::IncomingMail& mail, TicketId ticket, const mail::ReplyAddresses& addresses);

/// What the school's own mail server found out about the sender (RFC 8601, RFC 7489): only the topmost header counts, which it has set itself.
enum class Dmarc { Unknown, Pass, Fail };
Dmarc dmarc_of(const mail::IncomingMail& mail, std::string_view trusted_server);

/// "Tack!", "Nu funkar det, tack så mycket": some words that ask nothing and say no more.
bool is_only_thanks(std::string_view text);

/// A subject without what mail programs put before it ("SV: Re: [#1042] Skrivaren" is "Skrivaren").
std::string bare_subject(std::string_view subject);

/// Without the characters that turn the reading direction (Trojan Source), which no field takes.
std::string without_bidi(std::string_view text);

}  // namespace ansvar::inbox

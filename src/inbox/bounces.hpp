#pragma once

#include <optional>

#include "db/database.hpp"
#include "mail/incoming_mail.hpp"
#include "mail/reply_address.hpp"

namespace ansvar::inbox {

/// Writes a report (RFC 3464) that a letter did not arrive into the letter's ledger, and notes the address. The letter is found by the address
/// the report was sent to (mail::ReplyAddresses::for_bounces), else by the Message-ID it names. A delay is an attempt, a final failure makes the
/// letter one that was not delivered. Gives the letter's ticket; empty when the report is about no letter of ours, or about none of a ticket.
std::optional<TicketId> mark_bounce(db::Database& database, const mail::IncomingMail& report, const mail::ReplyAddresses& addresses, Timestamp now);

}  // namespace ansvar::inbox

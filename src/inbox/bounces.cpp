#include "inbox/bounces.hpp"

#include <algorithm>
#include <iterator>

#include "mail/outcome.hpp"
#include "queries/inbox.hpp"
#include "queries/mail.hpp"

namespace ansvar::inbox {

namespace {

std::optional<LetterId> letter_of(const mail::IncomingMail& report, const mail::ReplyAddresses& addresses) {
    for (const auto& to : report.to) {
        if (const auto letter = addresses.letter_of(to)) {
            return letter;
        }
    }
    return {};
}

}  // namespace

std::optional<TicketId> mark_bounce(db::Database& database, const mail::IncomingMail& report, const mail::ReplyAddresses& addresses, Timestamp now) {
    const auto& bounce = report.bounce.value();
    std::string status;
    std::copy_if(bounce.status.begin(), bounce.status.end(), std::back_inserter(status), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    status.resize(std::min<std::size_t>(status.size(), 16));
    const auto reply = mail::readable("bounced " + status + (bounce.recipient.empty() ? "" : " (" + bounce.recipient + ")"));
    return database.in_transaction([&](db::Transaction& tx) -> std::optional<TicketId> {
        const auto letter = tx.row(queries::inbox::select_bounced_letter, {{"id", letter_of(report, addresses)}, {"message_id", bounce.message_id}});
        if (!letter || !bounce.is_failure) {
            return {};
        }
        const auto ticket = letter->optional_id<TicketId>("ticket_id");
        const auto id = letter->id<LetterId>("id");
        if (tx.execute(queries::inbox::mark_letter_bounced, {{"id", id}, {"is_final", bounce.is_final}, {"reply", reply}}) == 0) {
            return ticket;  // known already, or sent again meanwhile
        }
        tx.execute(queries::mail::insert_attempt,
                   {{"id", id}, {"at", now}, {"outcome", mail::name(bounce.is_final ? mail::Outcome::Refused : mail::Outcome::Later)}, {"reply", reply}});
        if (bounce.is_final) {
            tx.execute(queries::inbox::put_bounced_address,
                       {{"email", letter->text("recipient_email")}, {"status", status}, {"now", now}});
        }
        return ticket;
    });
}

}  // namespace ansvar::inbox

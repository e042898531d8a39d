#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/mail_address.hpp"
#include "db/database.hpp"
#include "identity/person.hpp"
#include "moving/foreign.hpp"
#include "moving/prepared.hpp"
#include "moving/report.hpp"
#include "tickets/refusal.hpp"

namespace ansvar::moving {

/// Ends the transaction of a ticket that cannot be brought.
struct LeftOut {
    std::string why;
};

/// A refusal of the desk as a line of the report has it.
std::string explain(const tickets::Refusal& refusal);

/// Those whom tickets of another helpdesk name, as people here: known by their address. What it refers to must outlive it. For one thread.
class People {
public:
    /// `for_whom`: address of who gets the tickets of requesters without one; empty: such tickets are left out.
    People(const Clock& clock, Report& report, std::string for_whom) : clock_(clock), report_(report), for_whom_(std::move(for_whom)) {}

    /// Throws LeftOut when nobody can have the ticket.
    MailAddress requester_address(const ForeignTicket& ticket) const;
    /// As above; who is not known here becomes known, as who writes a first mail does.
    identity::Person requester_of(db::Transaction& tx, const ForeignTicket& ticket) const;
    /// Empty: not known here.
    std::optional<identity::Person> somebody(db::Session& session, const ForeignPerson& person) const;

private:
    const Clock& clock_;
    Report& report_;
    std::string for_whom_;
};

/// A message's text; who is not known here (`author` is empty) is named above it.
std::string signed_body(const Prepared& message, const std::optional<identity::Person>& author);

/// Keeps a message's files; their tokens. Throws LeftOut when one is refused.
std::vector<std::string> store_files(db::Database& database, const Prepared& message, Timestamp at);

}  // namespace ansvar::moving

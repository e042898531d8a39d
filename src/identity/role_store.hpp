#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/transaction.hpp"
#include "identity/person.hpp"

namespace ansvar::identity {

/// How tickets get to a role: into a queue of its own, by honest referral, or relative to the requester (Resp chef).
enum class RoleKind { Queue, Referral, Relative };

/// "queue", "referral", "relative": the word in the database.
std::string_view name(RoleKind kind);
RoleKind role_kind_from(std::string_view name);

/// A role as the school writes it, with how things stand today.
struct Role {
    RoleCode code;
    std::string name_sv;
    std::string name_en;
    RoleKind kind = RoleKind::Queue;
    std::optional<MailAddress> email;  ///< a shared mailbox that hears of new tickets, beside the holders
    unsigned position = 0;             ///< its place in lists
    bool is_staffed = false;           ///< somebody still here holds it today, or a role that shares its queue
};

/// Who holds what, for everybody or for the people of one unit and those below it. A holder's dates are Stockholm days ("2026-11-21"),
/// both included; empty is open-ended. The lowest position is asked first.
struct Holding {
    RoleCode role;
    PersonId person;
    unsigned position = 0;
    std::optional<std::string> valid_from = std::nullopt;
    std::optional<std::string> valid_to = std::nullopt;
    std::optional<UnitId> unit = std::nullopt;
};

/// Makes the role or overwrites it (is_staffed is not stored).
void put_role(db::Transaction& tx, const Role& role);
/// Lets holders of `role` work in `queue` too.
void share_queue(db::Transaction& tx, const RoleCode& queue, const RoleCode& role);

/// Makes the holding or overwrites it. Ends no sessions: see end_sessions_of in sessions.hpp.
void set_holder(db::Transaction& tx, const Holding& holding);
/// Makes it held from now on without end, by somebody who is asked last; whoever holds it keeps their place.
void append_holder(db::Transaction& tx, const RoleCode& role, PersonId person);
/// Yesterday was the last day that somebody held the role (empty: everything they hold), for everybody and for every unit; what they would
/// have held from today on is gone. Holdings of the past stay. False when nothing was held.
bool end_holdings(db::Transaction& tx, PersonId person, const std::optional<RoleCode>& role, Timestamp now);
/// What somebody holds, also holdings whose days are past or to come.
std::vector<Holding> list_holdings(db::Session& session, PersonId person);
/// Who holds the role today, first asked first; people who have left do not count.
std::vector<Person> list_holders(db::Session& session, const RoleCode& role, Timestamp now);

}  // namespace ansvar::identity

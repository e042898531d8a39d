#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "db/transaction.hpp"
#include "identity/person.hpp"

namespace ansvar::identity {

/// An open ticket in somebody's hands.
struct OpenTicket {
    TicketId number;
    std::string subject;
};

/// The tickets that people have in their hands; this module knows none, so the tickets' own does it.
class OpenWork {
public:
    virtual ~OpenWork() = default;
    /// Open tickets assigned to `person`, what falls due first, as far as `reader` may see them; at most fifty.
    virtual std::vector<OpenTicket> list(db::Session& session, PersonId person, const Person& reader) const = 0;
    /// Somebody who has left gives all their open tickets back to the roles' queues, as events of the timeline; what would lie in a queue
    /// that nobody works in goes to triage. After the holdings have ended, in the same transaction. How many there were.
    virtual std::size_t hand_back(db::Transaction& tx, const Person& person) = 0;
    /// After the transaction has committed.
    virtual void committed() = 0;
};

/// A row of the matrix that names somebody by initials, without a role: B118 in the Blueprint.
struct NamedRow {
    std::string row;
    std::string area;
    std::string initials;
};
/// All such rows of the matrix in force.
using NamedRows = std::function<std::vector<NamedRow>()>;

}  // namespace ansvar::identity

#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "db/database.hpp"
#include "identity/person.hpp"
#include "matrix/current_router.hpp"
#include "matrix/drafts.hpp"
#include "tickets/desk.hpp"

namespace ansvar::matrix {

/// An open ticket that lies in another queue than a matrix would put it in by its row.
struct MisplacedTicket {
    TicketId id;
    std::string subject;
    std::string area;  ///< "" when it has none
    RoleCode from;     ///< where it lies
    RoleCode to;       ///< who answers for its row
    bool is_changed;   ///< the row's role is another than in the version before; else it lies elsewhere already
};

struct Misplaced {
    std::vector<MisplacedTicket> tickets;  ///< that the reader may see, by number
    std::size_t hidden = 0;                ///< how many more there are
};

/// A ticket to be moved with a version.
struct ChosenMove {
    TicketId ticket;
    RoleCode from;  ///< where it lay when it was chosen
};

namespace moves {

/// `after` in place of `before`: which open tickets lie elsewhere than it says. `reader`: nullptr for the command line, which is shown what
/// is not confidential.
Misplaced misplaced(db::Session& session, const routing::Matrix& before, const routing::Matrix& after, const identity::Person* reader);

/// The same for a draft in place of the version it is based on.
Misplaced misplaced(db::Session& session, const Candidate& draft, const identity::Person* reader);

/// Those of the misplaced that are chosen by number; nothing when one is not among them.
std::optional<std::vector<ChosenMove>> choose(const Misplaced& among, const std::vector<TicketId>& numbers);

/// Those whose row gets another role.
std::vector<ChosenMove> changed(const Misplaced& among);

/// Part of the transaction that publishes.
void plan(db::Transaction& tx, VersionId version, const std::vector<ChosenMove>& chosen);

/// Moves what is due, each ticket in a transaction of its own: a ticket is moved once, whichever of several instances does it, and what a
/// crash leaves is taken up again. One that is done, lies elsewhere by now, or whose version is not in force any more stays. Ends when
/// `patience` is over; gives how many were taken.
std::size_t run(db::Database& database, const tickets::DeskServices& services, const CurrentRouter& router,
                std::chrono::milliseconds patience = std::chrono::milliseconds{500});

/// What has become of the tickets chosen with each version.
struct Outcome {
    std::int64_t chosen = 0, moved = 0, stayed = 0;
};
std::map<VersionId, Outcome> outcomes(db::Session& session);

}  // namespace moves

}  // namespace ansvar::matrix

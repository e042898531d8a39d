#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "db/transaction.hpp"
#include "identity/administration.hpp"
#include "identity/audit.hpp"
#include "identity/open_work.hpp"
#include "identity/units.hpp"

namespace ansvar::identity {

/// What rests on somebody, and will rest on others or on nobody when they leave.
struct Burden {
    struct Held {
        RoleCode role;
        std::string unit;                 ///< "" for everybody
        std::vector<std::string> others;  ///< who holds the role too, today; none: it will be held by nobody
    };
    struct StandIn {
        std::string name;
        std::string first_day;
        std::string last_day;
    };
    std::vector<Held> roles = {};              ///< held today or to be held
    std::vector<Unit> head_of = {};
    std::vector<std::string> manager_of = {};  ///< names
    std::vector<StandIn> stands_in = {};
    std::vector<NamedRow> rows = {};           ///< of the matrix, which name these initials and no role
    std::vector<OpenTicket> tickets = {};      ///< that `reader` may see

    bool is_nothing() const;
};

/// What the page about a leaving shows before it is done.
class BurdenReader {
public:
    BurdenReader(const OpenWork* work, const NamedRows& rows) : work_{work}, rows_{rows} {}
    Burden read(db::Session& session, const Person& person, const Person& reader, Timestamp now) const;

private:
    const OpenWork* work_;
    const NamedRows& rows_;
};

/// Somebody leaves: what they hold ends with yesterday, their rights, sessions and API tokens end, and their open tickets go back to the
/// queues. The person and what they did stay. Nothing happens to somebody who has left before. The last administrator cannot.
Result<PersonId, ChangeRefusal> leave(db::Transaction& tx, PersonId id, OpenWork* work, const Actor& by, Timestamp now);
/// Somebody is back, without the roles and rights they had.
Result<PersonId, ChangeRefusal> come_back(db::Transaction& tx, PersonId id, const Actor& by, Timestamp now);

}  // namespace ansvar::identity

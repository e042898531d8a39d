#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/result.hpp"
#include "db/transaction.hpp"
#include "identity/people_store.hpp"

namespace ansvar::identity {

/// What an administrator wants somebody to be.
struct PersonChange {
    PersonDraft draft;
    std::vector<RoleCode> roles;  ///< to hold from now on; others end
    bool has_left = false;
};

/// Why a change cannot be.
enum class ChangeRefusal { UnknownPerson, UnknownManager, OwnManager, LastAdministrator };

/// What a change did.
struct ChangeDone {
    PersonId person;
    bool changed_rights = false;       ///< roles, rights, address or having left
    std::uint64_t ended_sessions = 0;  ///< all of the person's, after a change of rights
};

/// The roles somebody holds or is going to hold: those whose last day has not passed.
std::vector<RoleCode> list_current_roles(db::Session& session, PersonId person, Timestamp now);

/// Adds somebody. Throws db::Duplicate when the address is taken and db::ForeignKey for an unknown role, as does the next.
Result<ChangeDone, ChangeRefusal> add_person(db::Transaction& tx, const PersonChange& change, Timestamp now);
/// Writes what is known of somebody and the roles they hold. Language and shortcuts stay theirs to choose. A change of rights ends all
/// their sessions. The last administrator stays one.
Result<ChangeDone, ChangeRefusal> change_person(db::Transaction& tx, PersonId id, const PersonChange& change, Timestamp now);

}  // namespace ansvar::identity

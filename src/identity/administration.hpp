#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/result.hpp"
#include "db/transaction.hpp"
#include "identity/audit.hpp"
#include "identity/people_store.hpp"

namespace ansvar::identity {

/// What an administrator wants somebody to be. Leaving is another matter: see departure.hpp.
struct PersonChange {
    PersonDraft draft;
    std::vector<RoleCode> roles;  ///< to hold from now on; others end
};

/// What somebody is to be, of what they are and the roles they hold or will hold, both as they stand in the transaction.
using PersonWish = std::function<PersonChange(const Person& now, const std::vector<RoleCode>& held)>;

/// Why a change cannot be.
enum class ChangeRefusal { UnknownPerson, UnknownManager, OwnManager, LastAdministrator };

/// What a change did.
struct ChangeDone {
    PersonId person;
    bool changed_rights = false;       ///< roles held today, rights or address
    std::uint64_t ended_sessions = 0;  ///< all of the person's, after a change of rights
};

/// The roles somebody holds or is going to hold: those whose last day has not passed.
std::vector<RoleCode> list_current_roles(db::Session& session, PersonId person, Timestamp now);

/// Adds somebody. Throws db::Duplicate when the address is taken and db::ForeignKey for an unknown role, as does the next.
Result<ChangeDone, ChangeRefusal> add_person(db::Transaction& tx, const PersonChange& change, Timestamp now, const Actor& by = Actor::system());
/// Writes what is known of somebody and the roles they hold. Language and shortcuts stay theirs to choose. A change of rights ends all
/// their sessions. The last administrator stays one. Who has left gets neither roles nor rights.
Result<ChangeDone, ChangeRefusal> change_person(db::Transaction& tx, PersonId id, const PersonChange& change, Timestamp now,
                                                const Actor& by = Actor::system());
/// As change_person, where the wish leaves parts as they are: nobody else's change of these meanwhile is lost.
Result<ChangeDone, ChangeRefusal> change_person_by_wish(db::Transaction& tx, PersonId id, const PersonWish& wish, Timestamp now, const Actor& by);

/// What the audit keeps of somebody: roles held today, rights, unit and manager, by codes and ids.
nlohmann::json audit_view(const Person& person);
/// Ends the sessions of somebody whose roles or rights are not what they were; how many.
std::uint64_t end_sessions_if_changed(db::Transaction& tx, const Person& before, Timestamp now);

}  // namespace ansvar::identity

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/mail_address.hpp"
#include "core/time.hpp"
#include "db/row.hpp"
#include "web/language.hpp"

namespace ansvar::identity {

/// Somebody Ansvar knows, with the roles they hold today.
struct Person {
    PersonId id;
    std::optional<MailAddress> email;  ///< empty: a service account
    std::string name;
    std::string title;
    std::string phone;
    std::string room;
    web::Language language = web::Language::Sv;
    std::optional<PersonId> manager;
    std::optional<UnitId> unit;  ///< where they work
    bool is_manager = false;
    std::optional<UnitId> manages_unit;      ///< of a manager: this unit and those below it; empty: all of them
    std::vector<UnitId> managed_units = {};  ///< the same with those below, known to whoever came through the gate
    bool is_administrator = false;
    bool is_matrix_owner = false;  ///< edits and publishes the matrix
    bool is_auditor = false;       ///< reads the audit
    bool wants_shortcuts = true;
    std::vector<RoleCode> roles;   ///< held today, in the order of the role list
    std::vector<RoleCode> queues;  ///< the queues those roles work in: the roles themselves, then shared ones (TRIAGE)
    std::string initials;          ///< as the Blueprint names holders ("A.W"); may be empty
    std::optional<Timestamp> left_at;

    bool is_agent() const { return !roles.empty(); }
    /// Whoever has more rights than a requester: their sessions are short.
    bool is_staff() const { return is_agent() || is_manager || is_administrator || is_matrix_owner || is_auditor; }
    /// Does this manager answer for tickets of that unit (empty: of people without one)?
    bool manages(std::optional<UnitId> of) const;
    bool works_in(const RoleCode& queue) const;
};

/// Reads the columns of identity/select_person and its siblings.
Person read_person(const db::Row& row);

/// The day, in Stockholm, that role holders' dates are compared with: "2026-11-21".
std::string school_day(Timestamp now);

}  // namespace ansvar::identity

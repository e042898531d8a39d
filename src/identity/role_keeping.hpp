#pragma once

#include <functional>
#include <optional>
#include <string>

#include "identity/form_check.hpp"
#include "identity/holdings.hpp"
#include "identity/own_session.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// What an administrator says of a role, as typed.
struct RoleForm {
    std::string code;  ///< of a new one
    std::string name_sv;
    std::string name_en;
    std::string kind;  ///< of a new one: "queue" or "referral"
    std::string mail;  ///< "" for no mailbox

    /// Reads the form and says in `check` what is wrong with names and mailbox.
    static RoleForm from(const web::Form& form, FormCheck& check);
};
/// What names and mailbox are to be, of what they are as the transaction sees them.
using RoleWish = std::function<RoleForm(const RoleForm& now)>;

/// Adds a role, with its line in the audit. False when it cannot be, or `check` was not fine before: it says why.
bool add_role(const Services& services, const web::Request& request, const RoleForm& form, FormCheck& check);
/// Changes names and mailbox of one; code and kind stay. Throws NotFound when there is no such role.
void change_role(const Services& services, const web::Request& request, const RoleCode& code, const RoleWish& wish);

/// Puts the days of a holding into it; "" leaves an end open. What is no day, or over by `now`'s, is said in `check`.
void read_days(Holding& holding, const std::string& first_day, const std::string& last_day, Timestamp now, FormCheck& check);
/// Carries a change of holdings out, with the administrator's own session when it was theirs that ended.
std::optional<HoldingRefusal> change_holders(const Services& services, const web::Request& request, OwnSession& own,
                                             const std::function<std::optional<HoldingRefusal>(HoldingChange&)>& work);
/// Says in `check` why a holding is not added. Throws NotFound when there is none.
void explain(FormCheck& check, HoldingRefusal why);

}  // namespace ansvar::identity

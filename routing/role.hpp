#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// What happens to a ticket that a role answers for.
enum class RoleKind {
    Queue,     ///< the helpdesk's own queue
    Referral,  ///< a queue owned by the role's holders; the form says first that this is not the helpdesk's
    Relative,  ///< depends on who asks (the requester's manager); the service finds the person
};

/// Somebody in the school, by function. The words are the school's own data (routing/data/roles.csv).
struct Role {
    std::string code;  ///< as the school writes it, UTF-8: "VAKT", "Resp chef"
    std::string name_sv;
    std::string name_en;
    RoleKind kind = RoleKind::Queue;
    std::string mail;                    ///< the role's own address; "" when it has none
    std::vector<std::string> shared_by;  ///< codes of the roles that work this queue together; empty for an ordinary role

    bool operator==(const Role&) const = default;
};

/// The role that receives what nobody could place. Every matrix has it.
inline constexpr std::string_view triage_role = "TRIAGE";

std::string_view to_string(RoleKind kind);  ///< "queue", "referral", "relative"

}  // namespace ansvar::routing

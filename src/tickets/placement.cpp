#include "tickets/placement.hpp"

#include "queries/tickets.hpp"

namespace ansvar::tickets {

namespace {

const RoleCode triage{"TRIAGE"};

std::optional<PersonId> find_holder(db::Session& session, const std::string& initials) {
    const auto row = session.row(queries::tickets::select_person_by_initials, {{"initials", initials}});
    return row ? std::optional{row->id<PersonId>("id")} : std::nullopt;
}

}  // namespace

Placement place(db::Session& session, const routing::Decision& decision, std::optional<PersonId> manager, const identity::RoleTable& roles) {
    const auto* role = roles.find(RoleCode{decision.role});
    if (role && role->kind == identity::RoleKind::Relative) {
        return manager ? Placement{role->code, manager, ""} : Placement{triage, {}, "no-manager"};
    }
    if (decision.role == triage.value && decision.area && !decision.holder.empty()) {
        auto holder = find_holder(session, decision.holder);
        return {triage, holder, holder ? "" : "no-such-holder"};
    }
    if (!role || !role->is_staffed) {
        return {triage, {}, "role-without-anybody"};
    }
    return {role->code, {}, ""};
}

}  // namespace ansvar::tickets

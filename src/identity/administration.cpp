#include "identity/administration.hpp"

#include <algorithm>

#include "identity/role_store.hpp"
#include "identity/sessions.hpp"

namespace ansvar::identity {

namespace {

bool contains(const std::vector<RoleCode>& roles, const RoleCode& role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

/// Makes `person` hold just `wanted`. True when that changed something.
bool hold_just(db::Transaction& tx, PersonId person, const std::vector<RoleCode>& wanted, Timestamp now) {
    const auto held = list_current_roles(tx, person, now);
    bool changed = false;
    for (const auto& role : wanted) {
        if (!contains(held, role)) {
            append_holder(tx, role, person);
            changed = true;
        }
    }
    for (const auto& role : held) {
        if (!contains(wanted, role)) {
            unset_holder(tx, role, person);
            changed = true;
        }
    }
    return changed;
}

std::optional<ChangeRefusal> refusal_of_manager(db::Transaction& tx, std::optional<PersonId> person, const PersonDraft& draft,
                                                Timestamp now) {
    if (!draft.manager) {
        return std::nullopt;
    }
    if (draft.manager == person) {
        return ChangeRefusal::OwnManager;
    }
    return find_person(tx, *draft.manager, now) ? std::nullopt : std::optional{ChangeRefusal::UnknownManager};
}

bool rights_differ(const Person& before, const PersonChange& change) {
    return before.is_manager != change.draft.is_manager || before.manages_unit != change.draft.manages_unit ||
           before.is_administrator != change.draft.is_administrator || before.is_matrix_owner != change.draft.is_matrix_owner ||
           before.is_auditor != change.draft.is_auditor ||
           before.email != change.draft.email || before.left_at.has_value() != change.has_left;
}

}  // namespace

std::vector<RoleCode> list_current_roles(db::Session& session, PersonId person, Timestamp now) {
    const auto today = school_day(now);
    std::vector<RoleCode> roles;
    for (const auto& holding : list_holdings(session, person)) {
        if ((!holding.valid_to || *holding.valid_to >= today) && !contains(roles, holding.role)) {
            roles.push_back(holding.role);
        }
    }
    return roles;
}

Result<ChangeDone, ChangeRefusal> add_person(db::Transaction& tx, const PersonChange& change, Timestamp now) {
    if (const auto refusal = refusal_of_manager(tx, std::nullopt, change.draft, now)) {
        return refuse(*refusal);
    }
    const auto id = insert_person(tx, change.draft, now);
    hold_just(tx, id, change.roles, now);
    return ChangeDone{.person = id};
}

Result<ChangeDone, ChangeRefusal> change_person(db::Transaction& tx, PersonId id, const PersonChange& change, Timestamp now) {
    // The administrators' rows come first, always, so that two of them cannot take the last right from each other.
    const bool others_administrate = count_other_administrators(tx, id) > 0;
    const auto before = find_person(tx, id, now);
    if (!before) {
        return refuse(ChangeRefusal::UnknownPerson);
    }
    const bool stays = change.draft.is_administrator && !change.has_left;
    if (before->is_administrator && !before->left_at && !stays && !others_administrate) {
        return refuse(ChangeRefusal::LastAdministrator);
    }
    if (const auto refusal = refusal_of_manager(tx, id, change.draft, now)) {
        return refuse(*refusal);
    }
    auto draft = change.draft;
    draft.language = before->language;
    draft.wants_shortcuts = before->wants_shortcuts;
    update_person(tx, id, draft);
    update_left(tx, id, change.has_left, now);
    const bool other_roles = hold_just(tx, id, change.roles, now);
    ChangeDone done{.person = id, .changed_rights = other_roles || rights_differ(*before, change)};
    if (done.changed_rights) {
        done.ended_sessions = end_sessions_of(tx, id);
    }
    return done;
}

}  // namespace ansvar::identity

#include "identity/administration.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "identity/role_store.hpp"
#include "identity/sessions.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

bool contains(const std::vector<RoleCode>& roles, const RoleCode& role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

/// Makes `person` hold just `wanted`.
void hold_just(db::Transaction& tx, PersonId person, const std::vector<RoleCode>& wanted, Timestamp now) {
    const auto held = list_current_roles(tx, person, now);
    for (const auto& role : wanted) {
        if (!contains(held, role)) {
            append_holder(tx, role, person);
        }
    }
    for (const auto& role : held) {
        if (!contains(wanted, role)) {
            end_holdings(tx, person, role, now);
        }
    }
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

bool rights_differ(const Person& before, const Person& after) {
    const auto rights = [](const Person& one) {
        return std::tuple{one.is_manager, one.manages_unit, one.is_administrator, one.is_matrix_owner, one.is_auditor, one.email, one.roles};
    };
    return rights(before) != rights(after);
}

template <class Id>
json id_or_null(const std::optional<Id>& id) {
    return id ? json(id->value) : json();
}

/// The other things on the form that are not what they were, by the fields' names alone.
json other_fields(const Person& before, const Person& after) {
    auto fields = json::array();
    const auto compare = [&](const char* name, const auto& one, const auto& other) {
        if (one != other) {
            fields.push_back(name);
        }
    };
    compare("name", before.name, after.name);
    compare("mail", before.email, after.email);
    compare("title", before.title, after.title);
    compare("initials", before.initials, after.initials);
    compare("room", before.room, after.room);
    compare("phone", before.phone, after.phone);
    return fields;
}

Person found(std::optional<Person> person) { return std::move(person).value(); }

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

json audit_view(const Person& person) {
    json view{{"roles", json::array()}, {"rights", json::array()}, {"unit", id_or_null(person.unit)}, {"manager", id_or_null(person.manager)}};
    for (const auto& role : person.roles) {
        view["roles"].push_back(role.value);
    }
    for (const auto& [has, right] : {std::pair{person.is_manager, "manager"}, {person.is_administrator, "administrator"},
                                     {person.is_matrix_owner, "matrix_owner"}, {person.is_auditor, "auditor"}}) {
        if (has) {
            view["rights"].push_back(right);
        }
    }
    if (person.manages_unit) {
        view["manages_unit"] = person.manages_unit->value;
    }
    return view;
}

std::uint64_t end_sessions_if_changed(db::Transaction& tx, const Person& before, Timestamp now) {
    return rights_differ(before, found(find_person(tx, before.id, now))) ? end_sessions_of(tx, before.id) : 0;
}

Result<ChangeDone, ChangeRefusal> add_person(db::Transaction& tx, const PersonChange& change, Timestamp now, const Actor& by) {
    if (const auto refusal = refusal_of_manager(tx, std::nullopt, change.draft, now)) {
        return refuse(*refusal);
    }
    const auto id = insert_person(tx, change.draft, now);
    hold_just(tx, id, change.roles, now);
    const auto after = found(find_person(tx, id, now));
    record(tx, by, {.action = "person.added", .object_kind = "person", .object_id = id.text(), .details = {{"after", audit_view(after)}}}, now);
    return ChangeDone{.person = id};
}

Result<ChangeDone, ChangeRefusal> change_person(db::Transaction& tx, PersonId id, const PersonChange& change, Timestamp now, const Actor& by) {
    return change_person_by_wish(tx, id, [&](const Person&, const std::vector<RoleCode>&) { return change; }, now, by);
}

Result<ChangeDone, ChangeRefusal> change_person_by_wish(db::Transaction& tx, PersonId id, const PersonWish& wish, Timestamp now, const Actor& by) {
    // The administrators' rows come first, always, so that two of them cannot take the last right from each other.
    const bool others_administrate = count_other_administrators(tx, id) > 0;
    lock_person(tx, id);
    const auto before = find_person(tx, id, now);
    if (!before) {
        return refuse(ChangeRefusal::UnknownPerson);
    }
    const auto change = wish(*before, list_current_roles(tx, id, now));
    const bool stays_one = change.draft.is_administrator && change.draft.email;
    if (before->is_administrator && before->email && !before->left_at && !stays_one && !others_administrate) {
        return refuse(ChangeRefusal::LastAdministrator);
    }
    if (const auto refusal = refusal_of_manager(tx, id, change.draft, now)) {
        return refuse(*refusal);
    }
    auto draft = change.draft;
    draft.language = before->language;
    draft.wants_shortcuts = before->wants_shortcuts;
    if (before->left_at) {
        draft.take_rights();
    }
    update_person(tx, id, draft);
    hold_just(tx, id, before->left_at ? std::vector<RoleCode>{} : change.roles, now);
    const auto after = found(find_person(tx, id, now));
    record(tx, by,
           {.action = "person.changed",
            .object_kind = "person",
            .object_id = id.text(),
            .details = {{"before", audit_view(*before)}, {"after", audit_view(after)}, {"fields", other_fields(*before, after)}}},
           now);
    ChangeDone done{.person = id, .changed_rights = rights_differ(*before, after)};
    if (done.changed_rights) {
        done.ended_sessions = end_sessions_of(tx, id);
    }
    return done;
}

}  // namespace ansvar::identity

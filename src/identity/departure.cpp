#include "identity/departure.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "identity/role_store.hpp"
#include "identity/sessions.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

std::string name_of(const std::vector<Unit>& units, std::optional<UnitId> id) {
    const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.id == id; });
    return found == units.end() ? std::string{} : found->name;
}

std::vector<Burden::Held> held_by(db::Session& session, const Person& person, const std::vector<Unit>& units, Timestamp now) {
    std::vector<Burden::Held> all;
    for (const auto& holding : list_holdings(session, person.id)) {
        if (holding.valid_to && *holding.valid_to < school_day(now)) {
            continue;
        }
        Burden::Held held{.role = holding.role, .unit = name_of(units, holding.unit), .others = {}};
        for (const auto& holder : list_holders(session, holding.role, now)) {
            if (holder.id != person.id) {
                held.others.push_back(holder.name);
            }
        }
        all.push_back(std::move(held));
    }
    return all;
}

}  // namespace

bool Burden::is_nothing() const {
    return roles.empty() && head_of.empty() && manager_of.empty() && stands_in.empty() && rows.empty() && tickets.empty();
}

Burden BurdenReader::read(db::Session& session, const Person& person, const Person& reader, Timestamp now) const {
    Burden burden;
    const auto units = list_units(session);
    burden.roles = held_by(session, person, units, now);
    std::copy_if(units.begin(), units.end(), std::back_inserter(burden.head_of), [&](const Unit& unit) { return unit.head == person.id; });
    session.each(sql::select_people_managed_by, {{"manager_id", person.id}},
                 [&](const db::Row& row) { burden.manager_of.push_back(row.text("name")); });
    session.each(sql::select_stand_ins, {{"substitute_id", person.id}, {"today", school_day(now)}}, [&](const db::Row& row) {
        burden.stands_in.push_back({.name = row.text("name"), .first_day = row.text("first_day"), .last_day = row.text("last_day")});
    });
    if (rows_ && !person.initials.empty()) {
        const auto all = rows_();
        std::copy_if(all.begin(), all.end(), std::back_inserter(burden.rows), [&](const NamedRow& row) { return row.initials == person.initials; });
    }
    if (work_ != nullptr) {
        burden.tickets = work_->list(session, person.id, reader);
    }
    return burden;
}

Result<PersonId, ChangeRefusal> leave(db::Transaction& tx, PersonId id, OpenWork* work, const Actor& by, Timestamp now) {
    const bool others_administrate = count_other_administrators(tx, id) > 0;
    lock_person(tx, id);
    const auto before = find_person(tx, id, now);
    if (!before) {
        return refuse(ChangeRefusal::UnknownPerson);
    }
    if (before->left_at) {
        return id;
    }
    if (before->is_administrator && before->email && !others_administrate) {
        return refuse(ChangeRefusal::LastAdministrator);
    }
    end_holdings(tx, id, std::nullopt, now);
    auto draft = PersonDraft::of(*before);
    draft.take_rights();
    update_person(tx, id, draft);
    update_left(tx, id, true, now);
    const auto sessions = end_sessions_of(tx, id);
    const auto tokens = tx.execute(sql::revoke_api_tokens_of, {{"person_id", id}, {"now", now}});
    const auto tickets = work != nullptr ? work->hand_back(tx, *before) : 0;
    record(tx, by,
           {.action = "person.left",
            .object_kind = "person",
            .object_id = id.text(),
            .details = {{"before", audit_view(*before)}, {"sessions", sessions}, {"tokens", tokens}}},
           now);
    spdlog::info("person {} has left: {} sessions and {} tokens ended, {} tickets handed back", id.value, sessions, tokens, tickets);
    return id;
}

Result<PersonId, ChangeRefusal> come_back(db::Transaction& tx, PersonId id, const Actor& by, Timestamp now) {
    lock_person(tx, id);
    const auto before = find_person(tx, id, now);
    if (!before) {
        return refuse(ChangeRefusal::UnknownPerson);
    }
    if (!before->left_at) {
        return id;
    }
    end_holdings(tx, id, std::nullopt, now);
    auto draft = PersonDraft::of(*before);
    draft.take_rights();
    update_person(tx, id, draft);
    update_left(tx, id, false, now);
    record(tx, by, {.action = "person.returned", .object_kind = "person", .object_id = id.text()}, now);
    return id;
}

}  // namespace ansvar::identity

#include "tickets/staff_directory.hpp"

#include <algorithm>

#include "queries/tickets.hpp"

namespace ansvar::tickets {

namespace {

namespace sql = queries::tickets;

routing::RoleKind kind_of(identity::RoleKind kind) {
    switch (kind) {
        case identity::RoleKind::Queue:
            return routing::RoleKind::Queue;
        case identity::RoleKind::Referral:
            return routing::RoleKind::Referral;
        case identity::RoleKind::Relative:
            break;
    }
    return routing::RoleKind::Relative;
}

std::vector<routing::Role> roles_of(const identity::RoleTable& table) {
    std::vector<routing::Role> roles;
    for (const auto& role : table.roles()) {
        auto& one = roles.emplace_back();
        one.code = role.code.value;
        one.name_sv = role.name_sv;
        one.name_en = role.name_en;
        one.kind = kind_of(role.kind);
        for (const auto& sharer : table.sharers(role.code)) {
            one.shared_by.push_back(sharer.value);
        }
    }
    return roles;
}

std::optional<std::uint64_t> number(const db::Row& row, std::string_view column) {
    return row.is_null(column) ? std::nullopt : std::optional{row.unsigned_integer(column)};
}

routing::StaffHolding read_holding(const db::Row& row) {
    return {.role = row.text("role_code"),
            .person = row.unsigned_integer("person_id"),
            .unit = number(row, "unit_id"),
            .position = static_cast<unsigned>(row.unsigned_integer("position")),
            .first = row.optional_text("valid_from").value_or(""),
            .last = row.optional_text("valid_to").value_or("")};
}

}  // namespace

std::shared_ptr<const routing::Staff> StaffDirectory::staff() const {
    const std::lock_guard lock{mutex_};
    return staff_;
}

void StaffDirectory::refresh(db::Session& session, const identity::RoleTable& roles, Timestamp now) {
    const std::lock_guard reading{one_at_a_time_};
    const auto today = identity::school_day(now);
    routing::StaffRecords records;
    records.roles = roles_of(roles);
    session.each(sql::select_staff_people, {{"today", today}}, [&](const db::Row& row) {
        records.people.push_back({.id = row.unsigned_integer("id"),
                                  .name = row.text("name"),
                                  .initials = row.optional_text("initials").value_or(""),
                                  .has_left = row.flag("has_left")});
    });
    session.each(sql::select_staff_units, {}, [&](const db::Row& row) {
        records.units.push_back({.id = row.unsigned_integer("id"), .parent = number(row, "parent_id"), .head = number(row, "head_id")});
    });
    session.each(sql::select_staff_holdings, {{"today", today}}, [&](const db::Row& row) { records.holdings.push_back(read_holding(row)); });
    session.each(sql::select_staff_absences, {{"today", today}}, [&](const db::Row& row) {
        records.absences.push_back({.person = row.unsigned_integer("person_id"),
                                    .first = row.text("first_day"),
                                    .last = row.text("last_day"),
                                    .substitute = number(row, "substitute_id")});
    });
    auto fresh = std::make_shared<const routing::Staff>(std::move(records));
    const std::lock_guard lock{mutex_};
    staff_ = std::move(fresh);
}

identity::TodaysRights StaffDirectory::todays_rights(const identity::Person& person, Timestamp now) const {
    const auto known = staff();
    identity::TodaysRights rights;
    if (person.is_manager && person.manages_unit) {
        for (const auto unit : known->units_within(person.manages_unit->value)) {
            rights.managed_units.push_back(UnitId{unit});
        }
    }
    for (const auto& code : known->roles_in_stead(person.id.value, identity::school_day(now))) {
        rights.roles.push_back(RoleCode{code});
        for (const auto& queue : known->roles()) {
            if (std::find(queue.shared_by.begin(), queue.shared_by.end(), code) != queue.shared_by.end()) {
                rights.queues.push_back(RoleCode{queue.code});
            }
        }
    }
    return rights;
}

}  // namespace ansvar::tickets

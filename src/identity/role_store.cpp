#include "identity/role_store.hpp"

#include <algorithm>

#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

}  // namespace

std::string_view name(RoleKind kind) {
    switch (kind) {
        case RoleKind::Queue:
            return "queue";
        case RoleKind::Referral:
            return "referral";
        case RoleKind::Relative:
            break;
    }
    return "relative";
}

RoleKind role_kind_from(std::string_view name) {
    return name == "queue" ? RoleKind::Queue : name == "referral" ? RoleKind::Referral : RoleKind::Relative;
}

void put_role(db::Transaction& tx, const Role& role) {
    tx.execute(sql::put_role, {{"code", role.code},
                               {"name_sv", role.name_sv},
                               {"name_en", role.name_en},
                               {"kind", name(role.kind)},
                               {"email", role.email ? db::Value{role.email->text()} : db::Value{}},
                               {"position", role.position}});
}

void share_queue(db::Transaction& tx, const RoleCode& queue, const RoleCode& role) {
    tx.execute(sql::put_share, {{"queue_code", queue}, {"role_code", role}});
}

void set_holder(db::Transaction& tx, const Holding& holding) {
    tx.execute(sql::put_holder, {{"role_code", holding.role},
                                 {"person_id", holding.person},
                                 {"unit_id", holding.unit},
                                 {"position", holding.position},
                                 {"valid_from", holding.valid_from},
                                 {"valid_to", holding.valid_to}});
}

void append_holder(db::Transaction& tx, const RoleCode& role, PersonId person) {
    tx.execute(sql::append_holder, {{"role_code", role}, {"person_id", person}});
}

bool end_holdings(db::Transaction& tx, PersonId person, const std::optional<RoleCode>& role, Timestamp now) {
    const auto last_day = school_day(stockholm_midnight(now, -1));
    const auto deleted = tx.execute(sql::delete_holdings_to_come, {{"person_id", person}, {"role_code", role}, {"last_day", last_day}});
    return tx.execute(sql::end_holdings, {{"person_id", person}, {"role_code", role}, {"last_day", last_day}}) + deleted > 0;
}

std::vector<Holding> list_holdings(db::Session& session, PersonId person) {
    std::vector<Holding> holdings;
    for (const auto& row : session.rows(sql::select_holdings, {{"person_id", person}})) {
        holdings.push_back({.role = RoleCode{row.text("role_code")},
                            .person = person,
                            .position = static_cast<unsigned>(row.unsigned_integer("position")),
                            .valid_from = row.optional_text("valid_from"),
                            .valid_to = row.optional_text("valid_to"),
                            .unit = row.optional_id<UnitId>("unit_id")});
    }
    return holdings;
}

std::vector<Person> list_holders(db::Session& session, const RoleCode& role, Timestamp now) {
    std::vector<Person> holders;
    session.each(sql::select_role_holders, {{"role_code", role}, {"today", school_day(now)}}, [&](const db::Row& row) {
        auto person = read_person(row);
        const auto is_same = [&](const Person& one) { return one.id == person.id; };
        if (std::none_of(holders.begin(), holders.end(), is_same)) {  // held for several units
            holders.push_back(std::move(person));
        }
    });
    return holders;
}

}  // namespace ansvar::identity

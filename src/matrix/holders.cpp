#include "matrix/holders.hpp"

#include <algorithm>

#include "identity/person.hpp"
#include "queries/matrix.hpp"

namespace ansvar::matrix {

Holders::Holders(db::Session& session, Timestamp now) {
    session.each(queries::matrix::select_role_holders, {{"today", identity::school_day(now)}}, [&](const db::Row& row) {
        by_role_[row.text("role_code")] = {row.integer("holders"), row.text("name")};
    });
    session.each(queries::matrix::select_initials, {}, [&](const db::Row& row) { by_initials_[row.text("initials")] = row.text("name"); });
}

Holder Holders::of(const routing::Area& area, bool lead_is_relative) const {
    const auto shares = [](const routing::Responsible& one) {
        return one.relation == routing::Relation::AnyOf || one.relation == routing::Relation::EachOwn;
    };
    if (std::any_of(area.responsible.begin(), area.responsible.end(), shares)) {
        return {Holder::Kind::Several, {}};
    }
    if (lead_is_relative) {
        return {Holder::Kind::OwnManager, {}};
    }
    if (const auto named = by_initials_.find(area.lead().holder); named != by_initials_.end()) {
        return {Holder::Kind::Person, named->second};
    }
    const auto role = by_role_.find(area.lead().role);
    if (role == by_role_.end()) {
        return {};
    }
    return role->second.count == 1 ? Holder{Holder::Kind::Person, role->second.name} : Holder{Holder::Kind::Several, {}};
}

}  // namespace ansvar::matrix

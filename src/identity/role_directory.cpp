#include "identity/role_directory.hpp"

#include <algorithm>

#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

Role read_role(const db::Row& row) {
    Role role;
    role.code = RoleCode{row.text("code")};
    role.name_sv = row.text("name_sv");
    role.name_en = row.text("name_en");
    role.kind = role_kind_from(row.text("kind"));
    if (const auto email = row.optional_text("email")) {
        role.email = MailAddress::parse(*email);
    }
    role.position = static_cast<unsigned>(row.unsigned_integer("position"));
    role.is_staffed = row.flag("is_staffed");
    return role;
}

}  // namespace

const Role* RoleTable::find(const RoleCode& code) const {
    const auto found = std::find_if(roles_.begin(), roles_.end(), [&](const Role& role) { return role.code == code; });
    return found == roles_.end() ? nullptr : &*found;
}

std::string RoleTable::name(const RoleCode& code, web::Language language) const {
    const auto* role = find(code);
    if (role == nullptr) {
        return code.value;
    }
    return language == web::Language::Sv ? role->name_sv : role->name_en;
}

std::vector<RoleCode> RoleTable::sharers(const RoleCode& queue) const {
    std::vector<RoleCode> codes;
    for (const auto& [shared, role] : shares_) {
        if (shared == queue) {
            codes.push_back(role);
        }
    }
    return codes;
}

std::shared_ptr<const RoleTable> RoleDirectory::table() const {
    const std::lock_guard lock{mutex_};
    return table_;
}

void RoleDirectory::refresh(db::Session& session, Timestamp now) {
    const std::lock_guard reading{one_at_a_time_};
    std::vector<Role> roles;
    for (const auto& row : session.rows(sql::select_roles, {{"today", school_day(now)}})) {
        roles.push_back(read_role(row));
    }
    std::vector<RoleTable::Share> shares;
    for (const auto& row : session.rows(sql::select_shares)) {
        shares.emplace_back(RoleCode{row.text("queue_code")}, RoleCode{row.text("role_code")});
    }
    auto fresh = std::make_shared<const RoleTable>(std::move(roles), std::move(shares));
    const std::lock_guard lock{mutex_};
    table_ = std::move(fresh);
}

}  // namespace ansvar::identity

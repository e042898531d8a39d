#include "identity/service_accounts.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

ServiceAccount read_account(const db::Row& row) {
    ServiceAccount account{.id = row.id<PersonId>("id"),
                           .name = row.text("name"),
                           .roles = {},
                           .is_manager = row.flag("is_manager"),
                           .is_administrator = row.flag("is_administrator"),
                           .is_matrix_owner = row.flag("is_matrix_owner"),
                           .is_auditor = row.flag("is_auditor"),
                           .is_disabled = row.optional_time("left_at").has_value(),
                           .live_tokens = row.unsigned_integer("live_tokens")};
    if (const auto roles = row.optional_text("roles")) {
        for (const auto code : split(*roles, '\n')) {
            account.roles.push_back(RoleCode{std::string{code}});
        }
    }
    return account;
}

}  // namespace

std::vector<ServiceAccount> list_service_accounts(db::Session& session, Timestamp now) {
    std::vector<ServiceAccount> accounts;
    session.each(queries::identity::select_service_accounts, {{"today", school_day(now)}, {"now", now}},
                 [&](const db::Row& row) { accounts.push_back(read_account(row)); });
    return accounts;
}

std::optional<ServiceAccount> find_service_account(db::Session& session, PersonId id, Timestamp now) {
    const auto accounts = list_service_accounts(session, now);
    const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const ServiceAccount& account) { return account.id == id; });
    return found == accounts.end() ? std::nullopt : std::optional{*found};
}

PersonId get_or_make_service_account(db::Transaction& tx, std::string_view name, const Actor& by, Timestamp now) {
    for (const auto& account : list_service_accounts(tx, now)) {
        if (account.name == name && !account.is_disabled) {
            return account.id;
        }
    }
    const auto id = insert_person(tx, {.name = std::string{name}}, now);
    record(tx, by, {.action = "person.added", .object_kind = "person", .object_id = id.text(), .details = {{"name", name}}}, now);
    return id;
}

}  // namespace ansvar::identity

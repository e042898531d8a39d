#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "identity/audit.hpp"

namespace ansvar::identity {

/// A program's account: a person's row without a mail address, so that no way of signing in leads to it. Its tokens are all it has.
struct ServiceAccount {
    PersonId id;
    std::string name;
    std::vector<RoleCode> roles;  ///< held today
    bool is_manager = false;
    bool is_administrator = false;
    bool is_matrix_owner = false;
    bool is_auditor = false;
    bool is_disabled = false;
    std::uint64_t live_tokens = 0;
};

/// By name, those that have ended last.
std::vector<ServiceAccount> list_service_accounts(db::Session& session, Timestamp now);
std::optional<ServiceAccount> find_service_account(db::Session& session, PersonId id, Timestamp now);

/// The account of that name which has not ended, or a new one without any right.
PersonId get_or_make_service_account(db::Transaction& tx, std::string_view name, const Actor& by, Timestamp now);

}  // namespace ansvar::identity

#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/session.hpp"
#include "identity/role_store.hpp"
#include "web/language.hpp"

namespace ansvar::identity {

/// All roles and shared queues at one moment. Never changes.
class RoleTable {
public:
    using Share = std::pair<RoleCode, RoleCode>;  ///< queue, role that works in it too

    RoleTable() = default;
    RoleTable(std::vector<Role> roles, std::vector<Share> shares) : roles_(std::move(roles)), shares_(std::move(shares)) {}

    /// In the order of lists.
    const std::vector<Role>& roles() const { return roles_; }
    const Role* find(const RoleCode& code) const;
    /// In the reader's language; the code itself for an unknown role.
    std::string name(const RoleCode& code, web::Language language) const;
    /// Roles besides the queue's own that work in it.
    std::vector<RoleCode> sharers(const RoleCode& queue) const;

private:
    std::vector<Role> roles_;
    std::vector<Share> shares_;
};

/// The roles, kept in memory: names stand on every page. Safe from any thread; readers keep the table they took.
class RoleDirectory {
public:
    /// Never null; empty before the first refresh.
    std::shared_ptr<const RoleTable> table() const;
    std::string name(const RoleCode& code, web::Language language) const { return table()->name(code, language); }

    /// Reads everything anew (two queries): at start, after a change, and now and then for what other instances changed.
    void refresh(db::Session& session, Timestamp now);

private:
    std::mutex one_at_a_time_;  ///< whoever has read last keeps it last: a reader overtaken by a change never puts the old table back
    mutable std::mutex mutex_;
    std::shared_ptr<const RoleTable> table_ = std::make_shared<const RoleTable>();
};

}  // namespace ansvar::identity

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

namespace ansvar::identity {

/// Which lines of the audit somebody wants to see. Empty everywhere: all of them.
struct AuditFilter {
    std::optional<PersonId> person = std::nullopt;  ///< who did it
    std::vector<std::string> actions = {};          ///< one of these; empty: any
    std::string object_kind = {};                   ///< with object_id: what it was done to
    std::string object_id = {};
    std::optional<Timestamp> starts_at = std::nullopt;
    std::optional<Timestamp> ends_at = std::nullopt;  ///< excluded
};

/// A line as lists show it. The names are people's names now, not then; empty where there is nobody.
struct AuditLine {
    std::uint64_t id = 0;
    Timestamp happened_at;
    std::optional<PersonId> actor;
    std::string actor_name;
    std::string actor_kind;  ///< "session", "token", "command", "system", "unknown"
    std::optional<std::uint64_t> credential;
    std::string client_address;
    std::string action;
    std::string object_kind;
    std::string object_id;
    std::string object_name;  ///< of a person
    nlohmann::json details;
};

struct AuditPage {
    std::vector<AuditLine> lines;       ///< newest first
    std::optional<std::uint64_t> next;  ///< for `before`, when there are more
};

/// A page of the audit. Each filter is answered by an index that has the lines in the order shown, so that a million of them cost no more
/// than a page.
AuditPage load_audit(db::Session& session, const AuditFilter& filter, std::optional<std::uint64_t> before, std::size_t page_size);

/// What a field of details holds the id of: "person" for "manager"; empty for fields that hold no id.
std::string_view kind_in_field(std::string_view field);
/// By kind and id: what people, units and providers are called now.
using AuditNames = std::map<std::pair<std::string, std::uint64_t>, std::string>;
/// Of all that the lines' details name by an id, in one query.
AuditNames find_audit_names(db::Session& session, const std::vector<AuditLine>& lines);

}  // namespace ansvar::identity

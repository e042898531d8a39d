#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "identity/role_directory.hpp"
#include "reports/period.hpp"
#include "tickets/wording.hpp"

namespace ansvar::reports {

/// What the pages of this module say, in one reader's language at one moment. What it refers to must outlive it.
class Wording : public tickets::Wording {
public:
    Wording(const web::Texts& texts, web::Language language, Timestamp now, const identity::RoleTable& roles)
        : tickets::Wording{texts, language, now}, roles_{roles} {}

    std::string role(const RoleCode& code) const { return roles_.name(code, language()); }
    /// "vecka 46", or "mån 26 okt till i dag".
    std::string period(const Period& period) const;
    /// A length of working time, or "–" when there is none.
    std::string figure(const std::optional<std::int64_t>& minutes) const;

private:
    const identity::RoleTable& roles_;
};

}  // namespace ansvar::reports

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "identity/role_directory.hpp"
#include "identity/units.hpp"
#include "matrix/edition.hpp"
#include "reports/figures.hpp"
#include "reports/period.hpp"
#include "tickets/wording.hpp"

namespace ansvar::reports {

/// What has a name on these pages.
struct Names {
    std::shared_ptr<const identity::RoleTable> roles;
    std::shared_ptr<const routing::Router> router;
    std::map<std::string, std::string> units;  ///< by id

    const routing::Matrix& matrix() const { return router->matrix(); }
};

/// What the pages of this module say, in one reader's language at one moment. What it refers to must outlive it.
class Wording : public tickets::Wording {
public:
    Wording(const web::Texts& texts, web::Language language, Timestamp now, const Names& names) : tickets::Wording{texts, language, now}, names_{names} {}

    std::string role(const RoleCode& code) const { return names_.roles->name(code, language()); }
    /// "B017 Skrivare"
    std::string area(const std::string& key) const;
    std::string level(const std::string& key) const;
    std::string unit(const std::string& id) const;
    /// Of a line of the table.
    std::string named(Group group, const std::string& key) const;
    /// "vecka 46", or "mån 26 okt till i dag".
    std::string period(const Period& period) const;
    /// A length of working time, or "–" when there is none.
    std::string figure(const std::optional<std::int64_t>& minutes) const;
    /// "94 %", or "–" of nothing.
    std::string percent(const Share& share) const;
    /// What the page is about, in words: "IT-support, nivå Hygien"; "" for all.
    std::string filter(const Filter& filter) const;

private:
    const Names& names_;
};

}  // namespace ansvar::reports

#pragma once

#include <nlohmann/json.hpp>

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "identity/role_directory.hpp"
#include "routing/router.hpp"
#include "tickets/wording.hpp"
#include "web/pages.hpp"

namespace ansvar::tickets {

/// The matrix's areas for a <select>, grouped by level and column: [{"label", "options": [{"row", "area", "role", "selected"}]}].
nlohmann::json area_choices(const routing::Matrix& matrix, const identity::RoleTable& roles, const Wording& wording, std::string_view selected);

/// A responsible's name: the role's, or "" for a person without one.
std::string lead_name(const routing::Area& area, const identity::RoleTable& roles, const Wording& wording);

/// All areas as <optgroup> elements, made once for each router (a unit with exceptions has one of its own), table of roles and language. Browsers keep them for good: the version is
/// a digest of the text and stands in its address. Safe from any thread.
class AreaList {
public:
    struct Text {
        std::string html;
        std::string version;  ///< "sv-3f09c2ab…"
    };

    explicit AreaList(const web::Pages& pages) : pages_(pages) {}

    /// Where a page finds today's list.
    std::string address(const std::shared_ptr<const routing::Router>& router, const std::shared_ptr<const identity::RoleTable>& roles,
                        const Wording& wording, std::optional<UnitId> unit) const {
        return "/areas/" + text(router, roles, wording)->version + (unit ? "?unit=" + unit->text() : "");
    }

    std::shared_ptr<const Text> text(const std::shared_ptr<const routing::Router>& router, const std::shared_ptr<const identity::RoleTable>& roles,
                                     const Wording& wording) const;

private:
    struct Kept {
        std::shared_ptr<const routing::Router> router;
        std::shared_ptr<const identity::RoleTable> roles;
        std::shared_ptr<const Text> text;
    };

    const web::Pages& pages_;
    mutable std::mutex mutex_;
    mutable std::array<std::vector<Kept>, 2> kept_;  // by language; of the routers in force
};

}  // namespace ansvar::tickets

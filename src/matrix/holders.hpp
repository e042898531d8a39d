#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "db/session.hpp"
#include "routing/area.hpp"

namespace ansvar::matrix {

/// Who stands behind an area's lead on a day. For signed-in readers only.
struct Holder {
    enum class Kind { Person, Several, OwnManager, Nobody };
    Kind kind = Kind::Nobody;
    std::string name;  ///< for Kind::Person
};

/// The people behind roles and initials, read in two queries for a whole page.
class Holders {
public:
    Holders(db::Session& session, Timestamp now);

    /// Initials that the row names go before the role's own holders. Rows that any of several roles answer, each for its own part, have
    /// several.
    Holder of(const routing::Area& area, bool lead_is_relative) const;

private:
    struct OfRole {
        std::int64_t count;
        std::string name;
    };

    std::map<std::string, OfRole> by_role_;
    std::map<std::string, std::string> by_initials_;
};

}  // namespace ansvar::matrix

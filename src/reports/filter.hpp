#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/ids.hpp"
#include "identity/person.hpp"
#include "reports/facts.hpp"
#include "routing/matrix.hpp"
#include "tickets/ticket.hpp"
#include "web/request.hpp"

namespace ansvar::reports {

/// The word in a URL for tickets that have none: ?area=-, ?unit=-, ?level=-.
inline constexpr std::string_view none_of_it = "-";

/// Which tickets are asked about, as it stands in the URL; empty: all of them.
struct Filter {
    std::optional<RoleCode> role = {};
    std::optional<std::string> area = {};   ///< an area's key, or none_of_it
    std::optional<std::string> level = {};  ///< "HYGIEN" and so on, or none_of_it
    std::optional<std::string> unit = {};   ///< a unit's id, or none_of_it
    std::optional<tickets::Priority> priority = {};
    std::optional<tickets::Channel> channel = {};

    bool is_all() const { return *this == Filter{}; }
    /// "&role=ITS&level=HYGIEN"; "" for all.
    std::string query() const;
    bool operator==(const Filter&) const = default;
};
/// Throws BadRequest for a priority or a channel that there is not.
Filter read_filter(const web::Request& request);

/// Whose tickets count for a person.
struct Scope {
    std::optional<std::string> units = {};  ///< ids of requesters' units, with commas between; empty: everybody's
    bool is_whole_school() const { return !units; }
    bool operator==(const Scope&) const = default;
};
/// What a person's figures count: everything, or of a manager of single units these.
Scope scope_of(const identity::Person& person);

/// The level of an area by its key; none_of_it when the matrix does not have it.
std::string level_of(const routing::Matrix& matrix, const std::string& area_key);

/// Says of a fact whether a question is about it: the one place where access and filter meet the facts.
class Asked {
public:
    Asked(const Table& table, const Filter& filter, const Scope& scope, const routing::Matrix& matrix);

    bool about(const Fact& fact) const {
        return (fact.flags & Fact::Gone) == 0 && roles_[fact.role] && areas_[fact.area] && units_[fact.unit] && priorities_[fact.priority & 3] &&
               channels_[fact.channel & 7];
    }

private:
    std::vector<std::uint8_t> roles_, areas_, units_, priorities_, channels_;
};

}  // namespace ansvar::reports

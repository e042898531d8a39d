#pragma once

#include "routing/area.hpp"
#include "routing/fault.hpp"
#include "routing/staff.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

class Matrix;

/// At one unit, and at those below it, another role answers for a row than the matrix says.
struct UnitException {
    std::uint64_t id = 0;
    UnitNumber unit = 0;
    std::string unit_name;  ///< of the unit that made it
    std::string area;       ///< the row's key
    std::string role;       ///< who answers there

    bool operator==(const UnitException&) const = default;
};

/// What a decision keeps of the exception that decided.
struct AppliedException {
    std::uint64_t id = 0;
    UnitNumber unit = 0;
    std::string unit_name;
    std::string instead_of;  ///< the matrix's own lead role; "" for a person without a role

    bool operator==(const AppliedException&) const = default;
};

/// Which exceptions hold for whom: for each unit its own and those of the units above it, of which the nearest goes first.
class Exceptions {
public:
    Exceptions() = default;
    /// Total: a circle of units ends, and a unit that nobody knows has nothing above it.
    Exceptions(const std::vector<UnitException>& all, const std::vector<StaffUnit>& units);

    /// By area's key; nullptr when none holds for the unit. Owned by this.
    const std::map<std::string, UnitException>* of(std::optional<UnitNumber> unit) const;
    bool is_empty() const { return of_units_.empty(); }
    const std::map<UnitNumber, std::map<std::string, UnitException>>& all() const { return of_units_; }

    bool operator==(const Exceptions&) const = default;

private:
    friend Read<Exceptions> exceptions_from_json(std::string_view json);
    std::map<UnitNumber, std::map<std::string, UnitException>> of_units_;
};

/// Does the exception change anything of this area? Not when the role answers anyway, nor where danger is answered for.
bool changes(const UnitException& exception, const Area& area, const Matrix& matrix);
/// The area as the unit has it: the other role leads, who decided or was told beside the lead still does.
Area as_the_unit_has_it(Area area, const UnitException& exception);

/// What holds for each unit, so that a replay can be run again when the school has changed.
std::string to_json(const Exceptions& exceptions);
Read<Exceptions> exceptions_from_json(std::string_view json);

}  // namespace ansvar::routing

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/ids.hpp"
#include "core/time.hpp"

namespace ansvar::tickets {

/// How long people have waited for a first answer lately: a promise to nobody, with what it rests on.
struct ExpectedWait {
    /// Whose tickets were looked at: those of the area that the role has, when there are enough; else of the role; else of the whole school.
    enum class Basis { Area, Role, School };

    std::int64_t median_minutes = 0;       ///< working minutes; half were answered within this
    std::int64_t nine_of_ten_minutes = 0;  ///< working minutes; nine of ten were answered within this
    std::int64_t count = 0;                ///< tickets it rests on
    Basis basis = Basis::School;
    Timestamp since;  ///< tickets answered since this moment were looked at
};

/// Tells a person before sending how long the wait may be. Safe from any thread and quick: figures may be a minute old.
class WaitingTimes {
public:
    virtual ~WaitingTimes() = default;
    /// Empty when too few tickets have been answered anywhere to say anything. `area_key` empty: no area is known.
    virtual std::optional<ExpectedWait> first_response(const std::optional<std::string>& area_key, const RoleCode& role) = 0;
};

}  // namespace ansvar::tickets

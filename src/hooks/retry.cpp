#include "hooks/retry.hpp"

#include <array>

namespace ansvar::hooks {

std::optional<std::chrono::milliseconds> wait_after(unsigned failures, double spread) {
    using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;
    constexpr std::array<seconds, 9> waits{seconds{5}, minutes{5}, minutes{30}, hours{2}, hours{5}, hours{10}, hours{14}, hours{20}, hours{24}};
    if (failures == 0 || failures > waits.size()) {
        return std::nullopt;
    }
    const std::chrono::duration<double, std::milli> wait = waits[failures - 1] * (0.9 + 0.2 * spread);
    return std::chrono::duration_cast<std::chrono::milliseconds>(wait);
}

}  // namespace ansvar::hooks

#pragma once

#include <chrono>
#include <optional>

namespace ansvar::hooks {

/// How long to wait after so many failed tries of a delivery: 5 s, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours, as Standard Webhooks
/// proposes; empty after the tenth. `spread` (0–1, drawn at random) moves it by up to a tenth either way, so that addresses that failed
/// together do not come back together.
std::optional<std::chrono::milliseconds> wait_after(unsigned failures, double spread);

}  // namespace ansvar::hooks

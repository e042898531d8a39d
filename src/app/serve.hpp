#pragma once

#include "app/config.hpp"

namespace ansvar::app {

/// Runs the service until SIGTERM or SIGINT, then finishes what is in flight. Returns the exit code.
int serve(const Config& config);

}  // namespace ansvar::app

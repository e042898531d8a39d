#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace ansvar::web {

/// What is remembered of an answered request: no path, no query, no address, no name.
struct Served {
    std::string request_id = {};
    std::string trace_id = {};  ///< of a valid traceparent (W3C), else empty
    std::string_view method = {};
    std::string route = {};  ///< "/tickets/{number}", "/assets/", or "-" when nothing matched
    int status = 0;
    std::size_t bytes = 0;             ///< of the body, as sent
    std::chrono::microseconds took{};  ///< from the whole request read to the answer ready
    std::string principal = {};        ///< what the gate gave, or empty
};

/// Called once for each answer, from any thread; must be quick.
using Observer = std::function<void(const Served&)>;

/// One JSON line to the spdlog logger named "access"; nothing when there is no such logger.
void write_access_line(const Served& served);

}  // namespace ansvar::web

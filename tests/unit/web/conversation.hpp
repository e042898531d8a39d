#pragma once

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace ansvar::web::test {

/// A request without a body.
inline std::string request(std::string_view method, std::string_view target, std::string_view fields = "") {
    return fmt::format("{} {} HTTP/1.1\r\nHost: skolan\r\n{}\r\n", method, target, fields);
}

/// Fails the test when it does not become so within twenty seconds.
inline void wait_until(const std::function<bool()>& is_so) {
    for (int i = 0; i < 2000 && !is_so(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    REQUIRE(is_so());
}

}  // namespace ansvar::web::test

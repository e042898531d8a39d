#pragma once

#include <spdlog/spdlog.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <string_view>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/errors.hpp"

namespace ansvar::tickets {

/// Where a list of tickets that have come due has been read to.
struct DuePlace {
    Timestamp at{};
    TicketId id;
};

/// Takes what has come due, one after the other: `take(DuePlace&)` does one in a transaction of its own, after that place, and moves the
/// place on, also when it throws; false when nothing is due. One that fails is left for the next time, and the others are taken. Ends when
/// `patience` is over. Gives how many were taken.
template <class Take>
std::size_t take_due(std::string_view what, std::chrono::milliseconds patience, Take&& take) {
    const auto until = std::chrono::steady_clock::now() + patience;
    std::size_t taken = 0;
    for (DuePlace place;; ++taken) {
        try {
            if (!take(place)) {
                return taken;
            }
        } catch (const db::Error&) {
            throw;
        } catch (const std::exception& fault) {
            spdlog::error("ticket {}: {} failed: {}", place.id.text(), what, fault.what());
        }
        if (std::chrono::steady_clock::now() > until) {
            return taken + 1;
        }
    }
}

}  // namespace ansvar::tickets

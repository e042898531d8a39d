#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace ansvar::matrix {

/// How the rows of the matrix have been used since a moment. Confidential tickets are in none of it.
struct MatrixUse {
    struct Row {
        std::string area;            ///< its key
        std::int64_t tickets = 0;    ///< that stand at it
        std::int64_t routed = 0;     ///< that the router put there by their text
        std::int64_t moved = 0;      ///< of these, that somebody handed over: the wrong door
    };
    struct Month {
        std::string month;  ///< "2026-11", by the school's clock
        std::int64_t routed = 0;
        std::int64_t kept = 0;  ///< not handed over
    };
    std::vector<Row> rows = {};
    std::vector<Month> months = {};            ///< the oldest first
    std::vector<std::uint64_t> unplaced = {};  ///< tickets whose text no row fitted, the newest first, at most 500
};

/// Who knows; the figures' module says it of what it holds in memory.
class RowUse {
public:
    virtual ~RowUse() = default;
    virtual MatrixUse since(Timestamp moment) = 0;
};

}  // namespace ansvar::matrix

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "matrix/row_use.hpp"
#include "routing/matrix.hpp"
#include "routing/staff.hpp"

namespace ansvar::matrix {

/// What is weak in a matrix, as its owner should know it. Rows are areas of the matrix that was examined.
struct MatrixHealth {
    using Areas = std::vector<const routing::Area*>;

    /// Rows whose role nobody holds, or whose person nobody knows.
    struct Unheld {
        std::string role;      ///< its code; "" for a person without a role
        std::string initials;  ///< then theirs
        Areas areas;
    };
    /// Rows that one person alone answers for.
    struct OnOne {
        routing::PersonNumber person = 0;
        std::string name;
        std::optional<routing::Day> away_until;  ///< away today, and nobody stands in
        Areas areas;
    };
    /// Rows of one name.
    struct Twice {
        std::string name;
        Areas areas;
    };
    struct WrongDoors {
        const routing::Area* area = nullptr;
        std::int64_t routed = 0;
        std::int64_t moved = 0;
    };

    std::vector<Unheld> unheld = {};
    std::vector<OnOne> on_one = {};  ///< those who are away first, then those with most rows
    std::vector<Twice> twice = {};
    Areas unused = {};
    std::vector<WrongDoors> wrong_doors = {};  ///< the greatest share first
};

/// A row is at the wrong door often when the router put at least this many tickets there and this share of them was handed over.
inline constexpr std::int64_t fewest_routed = 5;
inline constexpr double share_of_wrong_doors = 0.3;

/// Looks at every row. Rows of a relative role (the requester's own manager) have no holder to miss.
MatrixHealth examine(const routing::Matrix& matrix, const routing::Staff& staff, const routing::Day& day, const MatrixUse& use);

/// Texts that no row fits, by a word that several of them share: the largest group first; what shares no word is in none.
struct TextGroup {
    std::string word;
    std::vector<std::uint64_t> tickets;
};
struct UnplacedText {
    std::uint64_t ticket = 0;
    std::string text;
};
std::vector<TextGroup> group_texts(const std::vector<UnplacedText>& texts);

}  // namespace ansvar::matrix

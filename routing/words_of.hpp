#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace ansvar::routing {

/// The words that stand for an enumeration's values in files and JSON.
template <class Value, std::size_t Count>
struct WordsOf {
    std::pair<Value, std::string_view> pairs[Count];  // an array of pairs would need one more pair of braces

    constexpr std::string_view word(Value wanted) const {
        for (const auto& [value, word] : pairs) {
            if (value == wanted) {
                return word;
            }
        }
        return {};
    }

    constexpr std::optional<Value> value(std::string_view wanted) const {
        for (const auto& [value, word] : pairs) {
            if (word == wanted) {
                return value;
            }
        }
        return std::nullopt;
    }
};

}  // namespace ansvar::routing

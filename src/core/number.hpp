#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace ansvar {

/// A whole number that is written with decimal digits alone – no sign, no space, nothing before or after – and fits the type.
template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    static_assert(std::numeric_limits<Number>::is_integer);
    if (text.starts_with('-')) {
        return {};
    }
    Number number{};
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
}

/// An id as a form or an address writes it: a number from 1 to the last that the database can draw.
template <class SomeId>
std::optional<SomeId> id_from(std::string_view text) {
    const auto number = whole_number<std::int64_t>(text);
    return number && *number > 0 ? std::optional{SomeId{static_cast<std::uint64_t>(*number)}} : std::nullopt;
}

}  // namespace ansvar

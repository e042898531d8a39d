#pragma once

#include "core/ids.hpp"
#include "core/time.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace ansvar::db {

/// What a query parameter can be. Converts by itself from the types that the domain speaks: whole numbers, ids, flags, texts,
/// times, role codes and optionals of these (empty means NULL). Enumerations do not convert: say the word that is stored.
class Value {
public:
    using Held = std::variant<std::monostate, std::int64_t, double, std::string, Timestamp>;

    Value() = default;
    Value(std::nullopt_t) {}
    Value(std::same_as<bool> auto flag) : held_{std::int64_t{flag ? 1 : 0}} {}
    /// Throws std::out_of_range above 2^63 - 1: one kind of whole number goes over the wire (see connection.cpp).
    template <std::integral Whole>
    requires(!std::same_as<Whole, char> && !std::same_as<Whole, bool>) Value(Whole number) : held_{whole(number)} {}
    template <std::floating_point Real>
    Value(Real number) : held_{static_cast<double>(number)} {}
    Value(std::string text) : held_{std::move(text)} {}
    Value(std::string_view text) : held_{std::string{text}} {}
    Value(const char* text) : held_{std::string{text}} {}
    Value(Timestamp time) : held_{time} {}
    Value(const RoleCode& role) : held_{role.value} {}
    template <class Tag>
    Value(Id<Tag> id) : held_{whole(id.value)} {}
    template <class Inner>
    Value(const std::optional<Inner>& maybe) : held_{maybe ? Value{*maybe}.held_ : Held{}} {}

    const Held& held() const { return held_; }

private:
    template <std::integral Whole>
    static std::int64_t whole(Whole number) {
        if (std::cmp_greater(number, std::numeric_limits<std::int64_t>::max())) {
            throw std::out_of_range{"a query parameter is above 2^63 - 1"};
        }
        return static_cast<std::int64_t>(number);
    }

    Held held_;
};

/// A value for `:name`, written without the colon.
struct Parameter {
    std::string_view name;
    Value value;
};

/// Every parameter of the query exactly once, in any order; anything else is std::logic_error.
using Parameters = std::initializer_list<Parameter>;

}  // namespace ansvar::db

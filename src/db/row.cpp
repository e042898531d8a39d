#include "db/row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace ansvar::db {

namespace {

using Cell = Row::Cell;

[[noreturn]] void wrong_kind(std::string_view column, std::string_view wanted) {
    throw std::logic_error(fmt::format("column {} is not {}", column, wanted));
}

/// "12", "-3" or "12.000" (SUM of whole numbers is DECIMAL) as a whole number.
template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    const bool only_zeros = rest == end || (*rest == '.' && std::all_of(rest + 1, end, [](char c) { return c == '0'; }));
    return error == std::errc{} && !text.empty() && only_zeros ? std::optional{number} : std::nullopt;
}

template <class Number>
Number whole(const Cell& cell, std::string_view column) {
    if (const auto* number = std::get_if<std::int64_t>(&cell); number && std::in_range<Number>(*number)) {
        return static_cast<Number>(*number);
    }
    if (const auto* number = std::get_if<std::uint64_t>(&cell); number && std::in_range<Number>(*number)) {
        return static_cast<Number>(*number);
    }
    if (const auto* text = std::get_if<std::string>(&cell)) {
        if (const auto number = whole_number<Number>(*text)) {
            return *number;
        }
    }
    wrong_kind(column, "a whole number of this size");
}

}  // namespace

Row::Row(std::shared_ptr<const Columns> columns, std::vector<Cell> cells) : columns_{std::move(columns)}, cells_{std::move(cells)} {}

const Row::Cell& Row::cell(std::string_view column) const {
    const auto found = std::find(columns_->begin(), columns_->end(), column);
    if (found == columns_->end()) {
        throw std::logic_error(fmt::format("the query has no column {}", column));
    }
    return cells_[static_cast<std::size_t>(found - columns_->begin())];
}

bool Row::is_null(std::string_view column) const {
    return std::holds_alternative<std::monostate>(cell(column));
}

std::int64_t Row::integer(std::string_view column) const {
    return whole<std::int64_t>(cell(column), column);
}

std::uint64_t Row::unsigned_integer(std::string_view column) const {
    return whole<std::uint64_t>(cell(column), column);
}

double Row::real(std::string_view column) const {
    const auto& held = cell(column);
    if (const auto* number = std::get_if<double>(&held)) {
        return *number;
    }
    if (const auto* number = std::get_if<std::int64_t>(&held)) {
        return static_cast<double>(*number);
    }
    if (const auto* number = std::get_if<std::uint64_t>(&held)) {
        return static_cast<double>(*number);
    }
    double number = 0;
    if (const auto* text = std::get_if<std::string>(&held)) {
        const auto* end = text->data() + text->size();
        const auto [rest, error] = std::from_chars(text->data(), end, number);
        if (error == std::errc{} && rest == end && !text->empty()) {
            return number;
        }
    }
    wrong_kind(column, "a number");
}

bool Row::flag(std::string_view column) const {
    return integer(column) != 0;
}

const std::string& Row::text(std::string_view column) const {
    if (const auto* text = std::get_if<std::string>(&cell(column))) {
        return *text;
    }
    wrong_kind(column, "a text");
}

Timestamp Row::time(std::string_view column) const {
    if (const auto time = from_sql(text(column))) {
        return *time;
    }
    wrong_kind(column, "a time");
}

std::optional<std::int64_t> Row::optional_integer(std::string_view column) const {
    return is_null(column) ? std::nullopt : std::optional{integer(column)};
}

std::optional<double> Row::optional_real(std::string_view column) const {
    return is_null(column) ? std::nullopt : std::optional{real(column)};
}

std::optional<std::string> Row::optional_text(std::string_view column) const {
    return is_null(column) ? std::nullopt : std::optional{text(column)};
}

std::optional<Timestamp> Row::optional_time(std::string_view column) const {
    return is_null(column) ? std::nullopt : std::optional{time(column)};
}

}  // namespace ansvar::db

#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ansvar::db {

/// One row of an answer, copied: it owns its data and outlives the session it came from.
/// Columns are asked for by the name (alias) the query gives them. An unknown name, NULL where a value is wanted, or a value of
/// another kind is a mistake in our code or SQL: std::logic_error with the column's name, never its content.
class Row {
public:
    /// A column as it came over the wire. Times and DECIMAL numbers come as text.
    using Cell = std::variant<std::monostate, std::int64_t, std::uint64_t, double, std::string>;
    using Columns = std::vector<std::string>;

    Row(std::shared_ptr<const Columns> columns, std::vector<Cell> cells);

    bool is_null(std::string_view column) const;

    /// Whole numbers, also of SUM() and other DECIMALs without a fraction.
    std::int64_t integer(std::string_view column) const;
    std::uint64_t unsigned_integer(std::string_view column) const;
    /// Any number.
    double real(std::string_view column) const;
    /// A whole number other than 0.
    bool flag(std::string_view column) const;
    const std::string& text(std::string_view column) const;
    /// A DATETIME, which is always UTC here.
    Timestamp time(std::string_view column) const;
    /// `row.id<TicketId>("id")`
    template <class I>
    I id(std::string_view column) const {
        return I{unsigned_integer(column)};
    }

    std::optional<std::int64_t> optional_integer(std::string_view column) const;
    std::optional<double> optional_real(std::string_view column) const;
    std::optional<std::string> optional_text(std::string_view column) const;
    std::optional<Timestamp> optional_time(std::string_view column) const;
    template <class I>
    std::optional<I> optional_id(std::string_view column) const {
        return is_null(column) ? std::nullopt : std::optional<I>{id<I>(column)};
    }

private:
    const Cell& cell(std::string_view column) const;

    std::shared_ptr<const Columns> columns_;
    std::vector<Cell> cells_;
};

}  // namespace ansvar::db

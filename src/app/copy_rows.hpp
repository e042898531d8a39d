#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/schema_copy.hpp"

/// Rows of a table as lines of JSON, an object each: numbers as numbers, binary columns as hexadecimal text.
namespace ansvar::app {

/// Adds one line. `are_sizes`: the pieces' column holds a number.
void add_line(std::string& text, const db::TableShape& table, const db::CopiedRow& row, bool are_sizes);

/// What a line says: columns and values in the same order, binary ones as bytes again.
struct NamedRow {
    std::vector<std::string> columns;
    db::CopiedRow values;
};

/// Throws std::runtime_error when a line is none of that table's.
NamedRow read_line(const db::TableShape& table, std::string_view line);

}  // namespace ansvar::app

#pragma once

#include "db/settings.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// All tables of a schema, read at one moment or filled anew, whatever they hold: for backups and exports.
/// Which tables and columns there are is asked of the server.
namespace ansvar::db {

struct ColumnShape {
    enum class Kind { Whole, Real, Text, Binary };

    std::string name;
    Kind kind;
    unsigned key_place = 0;  ///< in the primary key, from 1
};

struct TableShape {
    std::string name;
    std::vector<ColumnShape> columns;           ///< without those the server computes
    std::optional<std::uint64_t> next_number;  ///< of an AUTO_INCREMENT column

    /// The column of a table whose rows are numbered pieces of larger things: keyed by what they belong to and their position, in that
    /// order, with one binary column besides. Nothing for other tables.
    const ColumnShape* pieces() const;
};

/// A row as text, column by column; empty is NULL. Binary columns hold their bytes.
using CopiedRow = std::vector<std::optional<std::string>>;

/// A schema as it was at one moment, while others go on writing to it. For one thread.
class SchemaSnapshot {
public:
    /// That moment is now. Throws what errors.hpp has, and MigrationFault when a migration was left half-way.
    explicit SchemaSnapshot(const Settings& settings);
    ~SchemaSnapshot();
    SchemaSnapshot(const SchemaSnapshot&) = delete;
    SchemaSnapshot& operator=(const SchemaSnapshot&) = delete;

    /// The newest migration; 0 when the schema is empty.
    unsigned migration() const;
    /// Ordered by name.
    const std::vector<TableShape>& tables() const;
    /// Hands over a table's rows in the order of its primary key, one by one as they come from the server. With `only_sizes` a table of
    /// pieces gives how many bytes each piece has instead of the bytes.
    void each(const TableShape& table, bool only_sizes, const std::function<void(const CopiedRow&)>& take);

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

/// Fills a schema that nobody else uses yet with rows copied from another. For one thread.
class SchemaFilling {
public:
    explicit SchemaFilling(const Settings& settings);
    ~SchemaFilling();
    SchemaFilling(const SchemaFilling&) = delete;
    SchemaFilling& operator=(const SchemaFilling&) = delete;

    const std::vector<TableShape>& tables() const;
    /// Takes away every row, also what the migrations put there.
    void empty();
    /// Adds a row; it is there after flush(), or earlier. `columns` name what `row` holds.
    void add(const TableShape& table, const std::vector<std::string>& columns, const CopiedRow& row);
    void flush();
    void set_next_number(const TableShape& table, std::uint64_t number);
    std::uint64_t count(const TableShape& table);

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::db

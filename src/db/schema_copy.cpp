#include "db/schema_copy.hpp"

#include "db/connection.hpp"
#include "db/migrations.hpp"
#include "db/sql_text.hpp"
#include "queries/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <set>

namespace ansvar::db {

namespace {

using Kind = ColumnShape::Kind;

/// The server may take any time for a table, and waits for us as long when we are slow to write.
Settings without_limits(Settings settings) {
    settings.read_timeout = std::chrono::seconds{0};
    return settings;
}

Kind kind_of(const std::string& type) {
    static const std::set<std::string> whole{"tinyint", "smallint", "mediumint", "int", "bigint", "year"};
    if (whole.contains(type)) {
        return Kind::Whole;
    }
    if (type == "double" || type == "float") {
        return Kind::Real;
    }
    return type.ends_with("blob") || type.ends_with("binary") ? Kind::Binary : Kind::Text;
}

std::vector<TableShape> read_shapes(Connection& connection) {
    std::vector<TableShape> tables;
    connection.query(queries::schema::select_columns, {}, [&](const Row& row) {
        if (const auto& table = row.text("table_name"); tables.empty() || tables.back().name != table) {
            tables.push_back({.name = table, .columns = {}, .next_number = {}});
            if (!row.is_null("next_number")) {
                tables.back().next_number = row.unsigned_integer("next_number");
            }
        }
        tables.back().columns.push_back(
            {.name = row.text("name"), .kind = kind_of(row.text("type")), .key_place = static_cast<unsigned>(row.integer("key_place"))});
        return true;
    });
    return tables;
}

std::string ordered_key(const TableShape& table) {
    std::vector<ColumnShape> key;
    std::copy_if(table.columns.begin(), table.columns.end(), std::back_inserter(key), [](const auto& column) { return column.key_place > 0; });
    if (key.empty()) {
        key = table.columns;
    }
    std::stable_sort(key.begin(), key.end(), [](const auto& a, const auto& b) { return a.key_place < b.key_place; });
    std::string list;
    for (const auto& column : key) {
        list += (list.empty() ? "" : ", ") + quoted_name(column.name);
    }
    return list;
}

void refuse_half_way(Connection& connection) {
    connection.query(queries::schema::select_migrations, {}, [](const Row& row) {
        if (row.text("state") != "done") {
            throw MigrationFault(fmt::format("{} was left half-way; go on with it first (ansvar migrate --resume)", row.text("name")));
        }
        return true;
    });
}

}  // namespace

const ColumnShape* TableShape::pieces() const {
    const bool fits = columns.size() == 3 && columns[0].key_place == 1 && columns[0].kind == Kind::Whole && columns[1].name == "position" &&
                      columns[1].key_place == 2 && columns[2].kind == Kind::Binary;
    return fits ? &columns[2] : nullptr;
}

class SchemaSnapshot::Inside {
public:
    explicit Inside(const Settings& settings) : connection{without_limits(settings), round_trips} {
        connection.run("snapshot", "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        connection.run("snapshot", "SET SESSION net_write_timeout = 3600");
        connection.run("snapshot", "START TRANSACTION WITH CONSISTENT SNAPSHOT");
        tables = read_shapes(connection);
        if (std::any_of(tables.begin(), tables.end(), [](const auto& table) { return table.name == "schema_migrations"; })) {
            refuse_half_way(connection);
            connection.query(queries::schema::select_version, {}, [&](const Row& row) {
                migration = static_cast<unsigned>(row.integer("version"));
                return true;
            });
        }
    }

    std::atomic<std::uint64_t> round_trips{0};
    Connection connection;
    std::vector<TableShape> tables;
    unsigned migration = 0;
};

SchemaSnapshot::SchemaSnapshot(const Settings& settings) : inside_{std::make_unique<Inside>(settings)} {}
SchemaSnapshot::~SchemaSnapshot() = default;

unsigned SchemaSnapshot::migration() const { return inside_->migration; }

const std::vector<TableShape>& SchemaSnapshot::tables() const { return inside_->tables; }

void SchemaSnapshot::each(const TableShape& table, bool only_sizes, const std::function<void(const CopiedRow&)>& take) {
    std::string list;
    for (const auto& column : table.columns) {
        const auto name = quoted_name(column.name);
        list += (list.empty() ? "" : ", ") + (only_sizes && &column == table.pieces() ? "LENGTH(" + name + ")" : name);
    }
    inside_->connection.stream("copy " + table.name, fmt::format("SELECT {} FROM {} ORDER BY {}", list, quoted_name(table.name), ordered_key(table)), take);
}

namespace {

/// Less than any server's max_allowed_packet.
constexpr std::size_t statement_bytes = 1024 * 1024;

std::string hexadecimal(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "x'";
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text + "'";
}

Kind kind_in(const TableShape& table, const std::string& column) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& one) { return one.name == column; });
    if (found == table.columns.end()) {
        throw MigrationFault(fmt::format("the table {} has no column {} in this version", table.name, column));
    }
    return found->kind;
}

}  // namespace

class SchemaFilling::Inside {
public:
    explicit Inside(const Settings& settings) : connection{without_limits(settings), round_trips} {
        connection.run("fill", "SET SESSION foreign_key_checks = 0, unique_checks = 0");  // the rows come from a schema that had both
        tables = read_shapes(connection);
    }

    std::atomic<std::uint64_t> round_trips{0};
    Connection connection;
    std::vector<TableShape> tables;
    std::string table, statement;  ///< the rows under way and where they go
    std::vector<std::string> columns;
    std::vector<Kind> kinds;
};

SchemaFilling::SchemaFilling(const Settings& settings) : inside_{std::make_unique<Inside>(settings)} {}
SchemaFilling::~SchemaFilling() = default;

const std::vector<TableShape>& SchemaFilling::tables() const { return inside_->tables; }

void SchemaFilling::empty() {
    for (const auto& table : inside_->tables) {
        inside_->connection.run("empty " + table.name, "DELETE FROM " + quoted_name(table.name));
    }
}

void SchemaFilling::add(const TableShape& table, const std::vector<std::string>& columns, const CopiedRow& row) {
    auto& in = *inside_;
    if (in.table != table.name || in.columns != columns) {
        flush();
        in.table = table.name;
        in.columns = columns;
        in.kinds.clear();
        std::transform(columns.begin(), columns.end(), std::back_inserter(in.kinds), [&](const auto& column) { return kind_in(table, column); });
    }
    if (in.statement.empty()) {
        in.statement = "INSERT INTO " + quoted_name(table.name) + " (";
        for (const auto& column : columns) {
            in.statement += (&column == columns.data() ? "" : ", ") + quoted_name(column);
        }
        in.statement += ") VALUES ";
    } else {
        in.statement += ',';
    }
    for (std::size_t place = 0; place < row.size(); ++place) {
        in.statement += place == 0 ? '(' : ',';
        in.statement += !row[place] ? "NULL" : in.kinds[place] == Kind::Binary ? hexadecimal(*row[place]) : quoted_text(*row[place]);
    }
    in.statement += ')';
    if (in.statement.size() >= statement_bytes) {
        flush();
    }
}

void SchemaFilling::flush() {
    auto& in = *inside_;
    if (!in.statement.empty()) {
        in.connection.run("fill " + in.table, in.statement);
        in.statement.clear();
    }
}

void SchemaFilling::set_next_number(const TableShape& table, std::uint64_t number) {
    inside_->connection.run("number " + table.name, fmt::format("ALTER TABLE {} AUTO_INCREMENT = {}", quoted_name(table.name), number));
}

std::uint64_t SchemaFilling::count(const TableShape& table) {
    std::uint64_t rows = 0;
    inside_->connection.stream("count " + table.name, "SELECT COUNT(*) FROM " + quoted_name(table.name),
                               [&](const CopiedRow& row) { rows = std::stoull(row.at(0).value()); });
    return rows;
}

}  // namespace ansvar::db

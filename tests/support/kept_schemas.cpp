#include "support/kept_schemas.hpp"

#include "db/connection.hpp"
#include "db/migrations.hpp"
#include "db/query.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <functional>

namespace ansvar::tests {

namespace {

/// More rows than this in one table are dropped with their schema: that is quicker.
constexpr std::int64_t many_rows = 20'000;

/// A connection of the tests' own.
class Line {
public:
    explicit Line(const db::Settings& server) : connection_{server, round_trips_} {}

    void run(const std::string& statement) { connection_.run("test support", statement); }
    void each(const std::string& statement, const std::function<void(const db::Row&)>& take) {
        connection_.query(db::Query{"test/support", statement}, {}, [&](db::Row&& row) {
            take(row);
            return true;
        });
    }

private:
    std::atomic<std::uint64_t> round_trips_{0};
    db::Connection connection_;
};

}  // namespace

std::string KeptSchemas::make() {
    static std::atomic<unsigned> count{0};
    const auto name = fmt::format("ansvar_test_{}_{}", getpid(), ++count);
    Line{server_}.run(fmt::format("CREATE DATABASE {} CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci", name));
    auto settings = server_;
    settings.schema = name;
    db::migrate(settings);
    return name;
}

std::string KeptSchemas::take() {
    {
        const std::lock_guard lock{mutex_};
        if (!free_.empty()) {
            auto name = std::move(free_.back());
            free_.pop_back();
            return name;
        }
        if (model_.empty()) {
            model_ = make();
            learn();
        }
    }
    return make();
}

void KeptSchemas::give_back(const std::string& schema) {
    if (!is_worth_keeping(schema)) {
        return Line{server_}.run("DROP DATABASE " + schema);
    }
    empty(schema);
    const std::lock_guard lock{mutex_};
    free_.push_back(schema);
}

void KeptSchemas::learn() {
    Line line{server_};
    line.each(fmt::format("SELECT TABLE_NAME, GROUP_CONCAT('`', COLUMN_NAME, '`' ORDER BY ORDINAL_POSITION) AS names FROM information_schema.COLUMNS "
                          "WHERE TABLE_SCHEMA = '{}' AND COALESCE(GENERATION_EXPRESSION, '') = '' GROUP BY TABLE_NAME",
                          model_),
              [&](const db::Row& row) { tables_[row.text("TABLE_NAME")].columns = row.text("names"); });
    for (auto& [name, table] : tables_) {
        line.each(fmt::format("SELECT 1 AS there FROM {}.{} LIMIT 1", model_, name), [&, &known = table](const db::Row&) { known.has_rows = true; });
    }
    for (const auto& [name, standing] : standing_of(model_)) {
        tables_.at(name).next_number = standing.next_number;
    }
    shape_ = shape_of(model_);
}

/// Columns, indexes and triggers: what no test leaves otherwise than it found it.
std::string KeptSchemas::shape_of(const std::string& schema) const {
    std::string shape;
    Line{server_}.each(
        fmt::format("SELECT CONCAT_WS(' ', "
                    "(SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT_WS(' ', TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_TYPE)))) "
                    " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '{0}'), "
                    "(SELECT COUNT(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = '{0}'), "
                    "(SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '{0}')) AS shape",
                    schema),
        [&](const db::Row& row) { shape = row.text("shape"); });
    return shape;
}

std::map<std::string, KeptSchemas::Standing> KeptSchemas::standing_of(const std::string& schema) const {
    std::map<std::string, Standing> tables;
    Line{server_}.each(fmt::format("SELECT TABLE_NAME, COALESCE(AUTO_INCREMENT, '') AS next_number, COALESCE(TABLE_ROWS, 0) AS rows_about "
                                   "FROM information_schema.TABLES WHERE TABLE_SCHEMA = '{}'",
                                   schema),
                       [&](const db::Row& row) { tables[row.text("TABLE_NAME")] = {row.text("next_number"), row.integer("rows_about")}; });
    return tables;
}

bool KeptSchemas::is_worth_keeping(const std::string& schema) const {
    const auto standing = standing_of(schema);
    return std::none_of(standing.begin(), standing.end(), [](const auto& each) { return each.second.rows > many_rows; }) && shape_of(schema) == shape_;
}

void KeptSchemas::empty(const std::string& schema) const {
    Line line{server_};
    std::string question;
    for (const auto& [name, table] : tables_) {
        question += fmt::format("{}SELECT '{}' AS filled WHERE EXISTS (SELECT 1 FROM {}.{})", question.empty() ? "" : " UNION ALL ", name, schema, name);
    }
    std::vector<std::string> filled;
    line.each(question, [&](const db::Row& row) { filled.push_back(row.text("filled")); });
    line.run("SET foreign_key_checks = 0");
    for (const auto& name : filled) {
        line.run(fmt::format("DELETE FROM {}.{}", schema, name));
    }
    for (const auto& [name, table] : tables_) {
        if (table.has_rows) {
            line.run(fmt::format("INSERT INTO {0}.{1} ({2}) SELECT {2} FROM {3}.{1}", schema, name, table.columns, model_));
        }
    }
    for (const auto& [name, standing] : standing_of(schema)) {
        if (const auto& first = tables_.at(name).next_number; standing.next_number != first) {
            line.run(fmt::format("ALTER TABLE {}.{} AUTO_INCREMENT = {}", schema, name, first));
        }
    }
}

}  // namespace ansvar::tests

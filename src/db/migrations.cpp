#include "db/migrations.hpp"

#include "db/connection.hpp"
#include "db/errors.hpp"
#include "db/sql_text.hpp"
#include "queries/schema.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <string>

namespace ansvar::db {

namespace {

constexpr int lock_seconds = 30;
constexpr int no_such_table = 1146;

struct Applied {
    std::string checksum;
    bool is_done;
    std::size_t step;  ///< statements finished
};

using History = std::map<unsigned, Applied>;

/// What a statement says that had been done already when the process died before it could note so.
bool means_done_already(int code) {
    switch (code) {
        case 1007:  // ER_DB_CREATE_EXISTS
        case 1050:  // ER_TABLE_EXISTS_ERROR
        case 1051:  // ER_BAD_TABLE_ERROR: dropped already
        case 1060:  // ER_DUP_FIELDNAME
        case 1061:  // ER_DUP_KEYNAME
        case 1068:  // ER_MULTIPLE_PRI_KEY
        case 1091:  // ER_CANT_DROP_FIELD_OR_KEY
        case 1826:  // ER_FK_DUP_NAME
            return true;
        default:
            return false;
    }
}

/// One process's work on one schema, over a connection without time limits: an ALTER may run for minutes.
class Migrator {
public:
    explicit Migrator(Settings settings) : connection_{without_limits(std::move(settings)), round_trips_} {}

    MigrationReport run(const std::vector<Migration>& migrations, bool resume) {
        lock();
        connection_.execute(queries::schema::create_migration_table, {});
        const auto history = read_history();
        check_history(migrations, history);
        MigrationReport report;
        for (const auto& migration : migrations) {
            const auto found = history.find(migration.version);
            if (found == history.end() || !found->second.is_done) {
                apply(migration, found == history.end() ? nullptr : &found->second, resume);
                ++report.applied;
            }
            report.version = migration.version;
        }
        if (report.applied > 0) {
            spdlog::info("applied {} migrations; the schema is at version {}", report.applied, report.version);
        }
        return report;
    }

private:
    static Settings without_limits(Settings settings) {
        settings.read_timeout = std::chrono::seconds{0};
        return settings;
    }

    void lock() {
        bool is_locked = false;
        connection_.query(queries::schema::lock_migrations, {{"seconds", lock_seconds}}, [&](const Row& row) {
            is_locked = !row.is_null("is_locked") && row.flag("is_locked");
            return true;
        });
        if (!is_locked) {
            throw MigrationFault(fmt::format("another process has been migrating for {} s; try again when it is done", lock_seconds));
        }
    }

    History read_history() {
        History history;
        connection_.query(queries::schema::select_migrations, {}, [&](const Row& row) {
            history.emplace(static_cast<unsigned>(row.integer("version")),
                            Applied{row.text("checksum"), row.text("state") == "done", static_cast<std::size_t>(row.integer("step"))});
            return true;
        });
        return history;
    }

    static void check_history(const std::vector<Migration>& migrations, const History& history) {
        unsigned next = 1;
        for (const auto& migration : migrations) {
            if (migration.version != next++) {
                throw MigrationFault(fmt::format("there is no migration {} before {}", next - 1, migration.name));
            }
            const auto found = history.find(migration.version);
            if (found != history.end() && found->second.checksum != migration.checksum) {
                throw MigrationFault(fmt::format("{} has changed since it was applied; put it back and write a new one", migration.name));
            }
        }
        if (!history.empty() && history.rbegin()->first >= next) {
            throw MigrationFault(fmt::format("the database is at version {}, newer than this program ({}); start the newer program",
                                             history.rbegin()->first, next - 1));
        }
    }

    void apply(const Migration& migration, const Applied* left_half_way, bool resume) {
        const auto statements = split_statements(migration.sql);
        const std::size_t first = left_half_way != nullptr ? left_half_way->step : 0;
        if (left_half_way == nullptr) {
            connection_.execute(queries::schema::insert_migration,
                                {{"version", migration.version}, {"name", migration.name}, {"checksum", migration.checksum}});
        } else if (!resume) {
            throw MigrationFault(fmt::format("{} was left after {} of its {} statements; find out why, then resume", migration.name, first,
                                             statements.size()));
        }
        for (auto step = first; step < statements.size(); ++step) {
            run_step(migration, statements[step], step + 1, left_half_way != nullptr && step == first);
        }
        connection_.execute(queries::schema::finish_migration, {{"version", migration.version}});
        spdlog::debug("migration {} applied", migration.name);
    }

    /// Statement and note in one transaction, as far as the server keeps it open: DDL commits at once.
    void run_step(const Migration& migration, const std::string& statement, std::size_t step, bool may_be_done_already) {
        connection_.begin();
        try {
            connection_.run(fmt::format("{} statement {}", migration.name, step), statement);
        } catch (const Unavailable&) {
            throw;
        } catch (const Error& fault) {
            if (!may_be_done_already || !means_done_already(fault.code())) {
                connection_.roll_back();
                throw MigrationFault(fmt::format("{}; mend the cause, then resume", fault.what()));
            }
        }
        connection_.execute(queries::schema::update_migration_step, {{"step", step}, {"version", migration.version}});
        connection_.send_commit();
    }

    std::atomic<std::uint64_t> round_trips_{0};
    Connection connection_;
};

}  // namespace

MigrationReport migrate(const Settings& settings, const std::vector<Migration>& migrations, bool resume) {
    return Migrator{settings}.run(migrations, resume);
}

MigrationReport migrate(const Settings& settings, bool resume) {
    return migrate(settings, embedded_migrations(), resume);
}

unsigned schema_version(const Settings& settings) {
    std::atomic<std::uint64_t> round_trips{0};
    Connection connection{settings, round_trips};
    unsigned version = 0;
    try {
        connection.query(queries::schema::select_version, {}, [&](const Row& row) {
            version = static_cast<unsigned>(row.integer("version"));
            return true;
        });
    } catch (const QueryFault& fault) {
        if (fault.code() != no_such_table) {
            throw;
        }
    }
    return version;
}

}  // namespace ansvar::db

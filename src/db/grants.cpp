#include "db/grants.hpp"

#include <fmt/format.h>

#include <atomic>
#include <stdexcept>

#include "db/connection.hpp"
#include "db/errors.hpp"
#include "db/sql_text.hpp"
#include "queries/schema.hpp"

namespace ansvar::db {

namespace {

constexpr std::string_view audit = "audit_log";
constexpr std::string_view migrations = "schema_migrations";
constexpr int no_such_grant = 1141;        // ER_NONEXISTING_GRANT
constexpr int no_such_table_grant = 1147;  // ER_NONEXISTING_TABLE_GRANT

/// "ansvar@%" as CURRENT_USER() says it, as GRANT wants it.
std::string account(const std::string& current_user) {
    const auto at = current_user.rfind('@');
    return quoted_text(current_user.substr(0, at)) + "@" + quoted_text(current_user.substr(at + 1));
}

std::vector<std::string> texts(Connection& connection, const Query& query, Parameters parameters, std::string_view column) {
    std::vector<std::string> all;
    connection.query(query, parameters, [&](const Row& row) {
        all.push_back(row.text(column));
        return true;
    });
    return all;
}

std::string current_user(Connection& connection) {
    return texts(connection, queries::schema::select_current_user, {}, "account").at(0);
}

struct Rights {
    std::string_view given;
    std::string_view taken;  ///< beside those that no table needs
};

constexpr std::string_view needed_by_no_table = "ALTER, CREATE, DROP, INDEX, TRIGGER, REFERENCES, CREATE VIEW, SHOW VIEW";

Rights rights_on(std::string_view table) {
    return table == audit        ? Rights{"SELECT, INSERT", "UPDATE, DELETE, "}
           : table == migrations ? Rights{"SELECT", "INSERT, UPDATE, DELETE, "}
                                 : Rights{"SELECT, INSERT, UPDATE, DELETE", ""};
}

/// One user's work of giving rights to another.
class Granter {
public:
    explicit Granter(const Settings& owner) : connection_{owner, round_trips_}, schema_{owner.schema} {}

    /// Gives before it takes: a service that is running meanwhile never lacks a right that it needs.
    std::vector<std::string> run(const std::string& to) {
        const auto schema = quoted_name(schema_);
        for (const auto& table : texts(connection_, queries::schema::select_tables, {}, "name")) {
            const auto place = schema + "." + quoted_name(table);
            const auto [given, taken] = rights_on(table);
            say(fmt::format("GRANT {} ON {} TO {}", given, place, to));
            take_back(fmt::format("REVOKE {}{} ON {} FROM {}", taken, needed_by_no_table, place, to));
        }
        take_back(fmt::format("REVOKE ALL PRIVILEGES ON {}.* FROM {}", schema, to));
        take_back(fmt::format("REVOKE GRANT OPTION ON {}.* FROM {}", schema, to));
        return said_;
    }
    std::string user() { return current_user(connection_); }

private:
    void say(const std::string& statement) {
        connection_.run("granting rights to the service", statement);
        said_.push_back(statement);
    }
    /// What was never given need not be taken.
    void take_back(const std::string& statement) {
        try {
            say(statement);
        } catch (const QueryFault& fault) {
            if (fault.code() != no_such_grant && fault.code() != no_such_table_grant) {
                throw;
            }
        }
    }

    std::atomic<std::uint64_t> round_trips_{0};
    Connection connection_;
    std::string schema_;
    std::vector<std::string> said_;
};

}  // namespace

std::vector<std::string> grant_to_service(const Settings& owner, const Settings& service) {
    if (owner.schema != service.schema) {
        throw std::runtime_error("the migrations' database and the service's are two schemas");
    }
    std::atomic<std::uint64_t> round_trips{0};
    Connection connection{service, round_trips};
    const auto user = current_user(connection);
    Granter granter{owner};
    if (granter.user() == user) {
        throw std::runtime_error("the migrations' database user is the service's own: give the service another");
    }
    return granter.run(account(user));
}

std::vector<std::string> rights_beyond_adding(const Settings& service) {
    std::atomic<std::uint64_t> round_trips{0};
    Connection connection{service, round_trips};
    return texts(connection, queries::schema::select_audit_rights, {{"grantee", account(current_user(connection))}, {"schema", service.schema}}, "privilege");
}

bool means_no_right(int server_code) {
    switch (server_code) {
        case 1044:  // ER_DBACCESS_DENIED_ERROR
        case 1142:  // ER_TABLEACCESS_DENIED_ERROR
        case 1227:  // ER_SPECIFIC_ACCESS_DENIED_ERROR
            return true;
        default:
            return false;
    }
}

}  // namespace ansvar::db

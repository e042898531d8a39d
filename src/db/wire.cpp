#include "db/wire.hpp"

#include <fmt/format.h>
#include <mysql_driver.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace ansvar::db {

namespace {

/// The driver keeps a map without a lock: only its first call is made by one thread alone, here.
sql::mysql::MySQL_Driver& driver() {
    static auto* const instance = sql::mysql::get_driver_instance();
    return *instance;
}

int whole_seconds(std::chrono::seconds time) {
    return static_cast<int>(time.count());
}

sql::ConnectOptionsMap options_for(const Settings& settings) {
    const auto text = [](const std::string& value) { return sql::SQLString{value}; };
    sql::ConnectOptionsMap options;
    options["hostName"] =
        text(settings.socket.empty() ? fmt::format("tcp://{}:{}", settings.host, settings.port) : "unix://" + settings.socket);
    options["userName"] = text(settings.user);
    options["password"] = text(settings.password);
    options["schema"] = text(settings.schema);
    options["OPT_CONNECT_TIMEOUT"] = 1;
    options["CLIENT_FOUND_ROWS"] = true;
    if (settings.read_timeout.count() > 0) {
        options["OPT_READ_TIMEOUT"] = whole_seconds(settings.read_timeout);
        options["OPT_WRITE_TIMEOUT"] = whole_seconds(settings.read_timeout);
    }
    if (!settings.tls_authority.empty()) {
        // Only both together protect: an authority alone falls back to plain text when the server has no TLS, and sslEnforce alone too.
        options["sslCA"] = text(settings.tls_authority);
        options["sslVerify"] = true;
    }
    return options;
}

/// What a session of ours is like, in one statement. MariaDB obeys /*M! … */, MySQL /*!80000 … */.
/// The server gives a statement up half a second before we give up the server, and a lock after a third of that time.
std::string session_settings(const Settings& settings) {
    const auto limit = std::chrono::milliseconds{settings.read_timeout}.count();
    const auto statement_limit = limit > 0 ? std::max<std::int64_t>(limit - 500, 500) : 0;
    const auto lock_limit = limit > 0 ? std::max<std::int64_t>(limit / 3000, 1) : 60;
    return fmt::format(
        "SET NAMES utf8mb4 COLLATE utf8mb4_swedish_ci, time_zone = '+00:00', "
        "sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', "
        "/*M! max_statement_time = {}, */ /*!80000 max_execution_time = {}, */ "
        "innodb_lock_wait_timeout = {}, lock_wait_timeout = {}",
        static_cast<double>(statement_limit) / 1000, statement_limit, lock_limit, lock_limit);
}

/// One setter for each kind of value, and setInt64 for every whole number: setUInt64 would leave the parameter unsigned for ever, and a
/// later -1 on the same cached statement would arrive as 18446744073709551615.
struct Binder {
    sql::PreparedStatement& statement;
    unsigned place;

    void operator()(std::monostate) const { statement.setNull(place, 0); }
    void operator()(std::int64_t number) const { statement.setInt64(place, number); }
    void operator()(double number) const { statement.setDouble(place, number); }
    void operator()(const std::string& text) const { statement.setString(place, sql::SQLString{text.data(), text.size()}); }
    void operator()(Timestamp time) const { statement.setString(place, sql::SQLString{to_sql(time)}); }
};

void check_names(const Query& query, Parameters parameters) {
    const auto& places = query.places();
    for (const auto* given = parameters.begin(); given != parameters.end(); ++given) {
        const auto same = [&](const Parameter& other) { return other.name == given->name; };
        if (std::find(places.begin(), places.end(), given->name) == places.end()) {
            throw std::logic_error(fmt::format("query {} has no parameter {}", query.name, given->name));
        }
        if (std::find_if(parameters.begin(), given, same) != given) {
            throw std::logic_error(fmt::format("query {} got parameter {} twice", query.name, given->name));
        }
    }
}

const Value& value_for(std::string_view name, const Query& query, Parameters parameters) {
    const auto* found = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& given) { return given.name == name; });
    if (found == parameters.end()) {
        throw std::logic_error(fmt::format("query {} misses parameter {}", query.name, name));
    }
    return found->value;
}

/// From this size on the connector sends a text in pieces, and then the server still takes it for the number that the same place of
/// the same statement held before (measured with 1.1.12: other data is stored, without an error).
constexpr std::size_t sent_in_pieces = 256 * 1024;

bool would_be_mistaken(const Prepared& prepared, const Query& query, Parameters parameters) {
    for (std::size_t place = 0; place < query.places().size(); ++place) {
        const auto* text = std::get_if<std::string>(&value_for(query.places()[place], query, parameters).held());
        if (text != nullptr && text->size() >= sent_in_pieces && prepared.held_number[place]) {
            return true;
        }
    }
    return false;
}

void bind(Prepared& prepared, const Query& query, Parameters parameters) {
    for (std::size_t place = 0; place < query.places().size(); ++place) {
        const auto& value = value_for(query.places()[place], query, parameters).held();
        std::visit(Binder{*prepared.statement, static_cast<unsigned>(place + 1)}, value);
        if (std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value)) {
            prepared.held_number[place] = true;
        }
    }
}

enum class Kind { Whole, Unsigned, Real, Text };

Kind kind_of(sql::ResultSetMetaData& meta, unsigned column) {
    switch (meta.getColumnType(column)) {
        case sql::DataType::TINYINT:
        case sql::DataType::SMALLINT:
        case sql::DataType::MEDIUMINT:
        case sql::DataType::INTEGER:
        case sql::DataType::BIGINT:
            return meta.isSigned(column) ? Kind::Whole : Kind::Unsigned;
        case sql::DataType::BIT:
        case sql::DataType::YEAR:
            return Kind::Unsigned;
        case sql::DataType::REAL:
        case sql::DataType::DOUBLE:
            return Kind::Real;
        default:
            return Kind::Text;
    }
}

Row::Cell read_cell(sql::ResultSet& answer, unsigned column, Kind kind) {
    if (answer.isNull(column)) {
        return {};
    }
    switch (kind) {
        case Kind::Whole:
            return std::int64_t{answer.getInt64(column)};
        case Kind::Unsigned:
            return std::uint64_t{answer.getUInt64(column)};
        case Kind::Real:
            return static_cast<double>(answer.getDouble(column));
        case Kind::Text:
            break;
    }
    const auto text = answer.getString(column);
    return std::string{text.c_str(), text.length()};
}

}  // namespace

Connection::Wire::Wire(const Settings& settings, std::atomic<std::uint64_t>& round_trips)
    : round_trips_{round_trips},
      connection_{[&] {
          auto options = options_for(settings);
          return driver().connect(options);
      }()},
      plain_{connection_->createStatement()},
      statements_{*connection_, std::max<std::size_t>(settings.statement_cache, 1)} {
    run(session_settings(settings));
    run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
}

void Connection::Wire::run(std::string_view text) {
    ++round_trips_;
    plain_->execute(sql::SQLString{text.data(), text.size()});
}

void Connection::Wire::stream(std::string_view text, const std::function<void(const std::vector<std::optional<std::string>>&)>& take) {
    ++round_trips_;
    const std::unique_ptr<sql::Statement> statement{connection_->createStatement()};
    statement->setResultSetType(sql::ResultSet::TYPE_FORWARD_ONLY);  // nothing is kept on our side
    const std::unique_ptr<sql::ResultSet> answer{statement->executeQuery(sql::SQLString{text.data(), text.size()})};
    std::vector<std::optional<std::string>> row(answer->getMetaData()->getColumnCount());
    while (answer->next()) {
        for (unsigned column = 1; column <= row.size(); ++column) {
            auto& cell = row[column - 1];
            if (answer->isNull(column)) {
                cell.reset();
            } else {
                const auto value = answer->getString(column);
                cell.emplace(value.c_str(), value.length());
            }
        }
        take(row);
    }
}

sql::PreparedStatement& Connection::Wire::prepare(const Query& query, Parameters parameters) {
    check_names(query, parameters);
    const auto count = query.places().size();
    auto found = statements_.get(query.statement(), count);
    if (would_be_mistaken(found.prepared, query, parameters)) {
        statements_.forget(query.statement());
        return prepare(query, parameters);
    }
    round_trips_ += found.is_new ? 2 : 1;
    bind(found.prepared, query, parameters);
    return *found.prepared.statement;
}

std::size_t read_rows(sql::ResultSet& answer, const std::function<bool(Row&&)>& take) {
    auto* meta = answer.getMetaData();
    const unsigned count = meta->getColumnCount();
    std::vector<Kind> kinds;
    auto columns = std::make_shared<Row::Columns>();
    for (unsigned column = 1; column <= count; ++column) {
        kinds.push_back(kind_of(*meta, column));
        columns->push_back(std::string{meta->getColumnLabel(column)});
    }
    std::size_t handed_over = 0;
    for (bool goes_on = true; goes_on && answer.next(); ++handed_over) {
        std::vector<Row::Cell> cells;
        cells.reserve(count);
        for (unsigned column = 1; column <= count; ++column) {
            cells.push_back(read_cell(answer, column, kinds[column - 1]));
        }
        goes_on = take(Row{columns, std::move(cells)});
    }
    return handed_over;
}

}  // namespace ansvar::db

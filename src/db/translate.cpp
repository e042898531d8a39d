#include "db/translate.hpp"

#include "db/errors.hpp"

#include <cppconn/exception.h>
#include <fmt/format.h>

#include <string>

namespace ansvar::db {

namespace {

enum class Meaning { Lost, Conflict, Unavailable, Duplicate, ForeignKey, TooLong, OutOfRange, Other };

/// Which of our kinds a number means; the names are those of the references.
Meaning meaning_of(int code) {
    switch (code) {
        case 2002:  // CR_CONNECTION_ERROR: no such socket, refused
        case 2003:  // CR_CONN_HOST_ERROR
        case 2005:  // CR_UNKNOWN_HOST
        case 2006:  // CR_SERVER_GONE_ERROR
        case 2012:  // CR_SERVER_HANDSHAKE_ERR
        case 2013:  // CR_SERVER_LOST, also a read timeout
        case 2014:  // CR_COMMANDS_OUT_OF_SYNC: the connection is unusable
        case 2026:  // CR_SSL_CONNECTION_ERROR
        case 2027:  // CR_MALFORMED_PACKET
        case 2030:  // CR_NO_PREPARE_STMT: the session behind it has changed
        case 2055:  // CR_SERVER_LOST_EXTENDED
        case 1047:  // Galera: this node has lost its cluster
        case 1053:  // ER_SERVER_SHUTDOWN
        case 1077:  // ER_NORMAL_SHUTDOWN
        case 1080:  // ER_FORCING_CLOSE
        case 1152:  // ER_ABORTING_CONNECTION
        case 1158:  // ER_NET_READ_ERROR
        case 1159:  // ER_NET_READ_INTERRUPTED
        case 1160:  // ER_NET_ERROR_ON_WRITE
        case 1161:  // ER_NET_WRITE_INTERRUPTED
        case 1180:  // ER_ERROR_DURING_COMMIT: Galera lost its majority
        case 1184:  // ER_NEW_ABORTING_CONNECTION
        case 1243:  // ER_UNKNOWN_STMT_HANDLER: the session behind it has changed
        case 1290:  // ER_OPTION_PREVENTS_STATEMENT: the server became a read-only standby
        case 1836:  // ER_READ_ONLY_MODE
        case 1927:  // ER_CONNECTION_KILLED
        case 4031:  // ER_CLIENT_INTERACTION_TIMEOUT
            return Meaning::Lost;
        case 1020:  // ER_CHECKREAD: innodb_snapshot_isolation of MariaDB 11
        case 1205:  // ER_LOCK_WAIT_TIMEOUT
        case 1213:  // ER_LOCK_DEADLOCK
        case 1615:  // ER_NEED_REPREPARE: the table has just been altered
        case 3572:  // ER_LOCK_NOWAIT
            return Meaning::Conflict;
        case 3:     // EE_WRITE
        case 28:    // ENOSPC
        case 1021:  // ER_DISK_FULL
        case 1026:  // ER_ERROR_ON_WRITE
        case 1030:  // ER_GET_ERRNO
        case 1037:  // ER_OUTOFMEMORY
        case 1040:  // ER_CON_COUNT_ERROR
        case 1041:  // ER_OUT_OF_RESOURCES
        case 1044:  // ER_DBACCESS_DENIED_ERROR
        case 1045:  // ER_ACCESS_DENIED_ERROR
        case 1049:  // ER_BAD_DB_ERROR
        case 1114:  // ER_RECORD_FILE_FULL
        case 1129:  // ER_HOST_IS_BLOCKED
        case 1130:  // ER_HOST_NOT_PRIVILEGED
        case 1203:  // ER_TOO_MANY_USER_CONNECTIONS
        case 1226:  // ER_USER_LIMIT_REACHED
        case 1317:  // ER_QUERY_INTERRUPTED
        case 1461:  // ER_MAX_PREPARED_STMT_COUNT_REACHED
        case 1969:  // ER_STATEMENT_TIMEOUT of MariaDB
        case 3024:  // ER_QUERY_TIMEOUT of MySQL
            return Meaning::Unavailable;
        case 1022:  // ER_DUP_KEY
        case 1062:  // ER_DUP_ENTRY
        case 1586:  // ER_DUP_ENTRY_WITH_KEY_NAME
            return Meaning::Duplicate;
        case 1216:  // ER_NO_REFERENCED_ROW
        case 1217:  // ER_ROW_IS_REFERENCED
        case 1451:  // ER_ROW_IS_REFERENCED_2
        case 1452:  // ER_NO_REFERENCED_ROW_2
            return Meaning::ForeignKey;
        case 1153:  // ER_NET_PACKET_TOO_LARGE
        case 1406:  // ER_DATA_TOO_LONG
            return Meaning::TooLong;
        case 1264:  // ER_WARN_DATA_OUT_OF_RANGE
        case 1690:  // ER_DATA_OUT_OF_RANGE
            return Meaning::OutOfRange;
        default:
            return Meaning::Other;
    }
}

/// Server messages that speak of our SQL and configuration only and never of data; others ("Incorrect string value: …") stay out of the
/// log.
bool speaks_of_no_data(int code) {
    switch (code) {
        case 1044:  // access denied to the schema
        case 1045:  // access denied to the user
        case 1049:  // unknown schema
        case 1054:  // unknown column
        case 1064:  // syntax
        case 1114:  // table full
        case 1142:  // privilege missing
        case 1146:  // no such table
        case 1305:  // no such function
        case 1364:  // no default value
        case 1406:  // too long for column
        case 1264:  // out of range for column
            return true;
        default:
            return code >= 2000 && code < 2100;  // the client library's own
    }
}

std::string describe(const sql::SQLException& fault, std::string_view doing) {
    if (speaks_of_no_data(fault.getErrorCode()) || fault.getErrorCode() == 0) {
        return fmt::format("{}: database error {} ({}): {}", doing, fault.getErrorCode(), fault.getSQLState(), fault.what());
    }
    return fmt::format("{}: database error {} ({})", doing, fault.getErrorCode(), fault.getSQLState());
}

}  // namespace

std::string_view duplicate_key_name(std::string_view server_message) {
    const auto end = server_message.rfind('\'');
    if (end == std::string_view::npos || end == 0) {
        return {};
    }
    const auto begin = server_message.rfind('\'', end - 1);
    if (begin == std::string_view::npos) {
        return {};
    }
    const auto name = server_message.substr(begin + 1, end - begin - 1);
    return name.substr(name.rfind('.') + 1);  // npos + 1 is 0
}

void throw_translated(const sql::SQLException& fault, std::string_view doing) {
    const int code = fault.getErrorCode();
    const auto message = describe(fault, doing);
    switch (meaning_of(code)) {
        case Meaning::Lost:
            throw ConnectionLost(message, code);
        case Meaning::Conflict:
            throw Conflict(message, code);
        case Meaning::Unavailable:
            throw Unavailable(message, code);
        case Meaning::Duplicate:
            throw Duplicate(fmt::format("{} for key {}", message, duplicate_key_name(fault.what())), code,
                            std::string{duplicate_key_name(fault.what())});
        case Meaning::ForeignKey:
            throw ForeignKey(message, code);
        case Meaning::TooLong:
            throw TooLong(message, code);
        case Meaning::OutOfRange:
            throw OutOfRange(message, code);
        case Meaning::Other:
            break;
    }
    throw QueryFault(message, code);
}

}  // namespace ansvar::db

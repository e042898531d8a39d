#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "web/request.hpp"

namespace ansvar::identity {

/// Who did it, and from where.
struct Actor {
    enum class Kind { Session, Token, Command, System, Unknown } kind = Kind::System;
    std::optional<PersonId> person = std::nullopt;
    std::optional<std::uint64_t> credential = std::nullopt;  ///< the session's or the token's id
    std::string client_address = {};

    /// Whoever sent the request; Kind::Unknown when nobody is signed in.
    static Actor of(const web::Request& request);
    static Actor system() { return {}; }
    /// A command of the terminal.
    static Actor command() { return {.kind = Kind::Command}; }
};

/// What was done to what. Details are ids, codes and flags, as they were before and are after; of people's names and addresses only what
/// the change itself is about, never a secret.
struct AuditEntry {
    std::string action;       ///< "person.changed": the kind of object, what happened
    std::string object_kind;  ///< "person", "role", "unit", "ticket", "token", "setting", "provider", "matrix", "export", "session"
    std::string object_id = {};
    nlohmann::json details = nlohmann::json::object();
};

/// Adds a line to the audit, in the transaction of what it tells of: both are stored or neither.
void record(db::Transaction& tx, const Actor& actor, const AuditEntry& entry, Timestamp now);
/// The same by itself, for what changes nothing (a refused sign-in).
void record(db::Database& database, const Actor& actor, const AuditEntry& entry, Timestamp now);
/// That whoever asks is shown something: to be called before it is. What cannot be noted is not shown: throws as Database does. Throws
/// web::NobodyAsked when a browser asks ahead of its reader, and notes nothing then.
void record_view(db::Database& database, const web::Request& request, const AuditEntry& entry, Timestamp now);
/// Adds many lines about people at once: a JSON list of {"mail", "action", "details"}, the details as text. By address, since an import
/// notes people who have got their id in the same transaction.
void record_about_people(db::Transaction& tx, const Actor& actor, std::string_view lines, Timestamp now);

}  // namespace ansvar::identity

#include "identity/audit.hpp"

#include "identity/principal.hpp"
#include "queries/identity.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

std::string_view name(Actor::Kind kind) {
    switch (kind) {
        case Actor::Kind::Session:
            return "session";
        case Actor::Kind::Token:
            return "token";
        case Actor::Kind::Command:
            return "command";
        case Actor::Kind::System:
            return "system";
        case Actor::Kind::Unknown:
            break;
    }
    return "unknown";
}

db::Value text_or_null(const std::string& text) { return text.empty() ? db::Value{} : db::Value{text}; }

}  // namespace

Actor Actor::of(const web::Request& request) {
    const auto* who = find_principal(request);
    if (who == nullptr) {
        return {.kind = Kind::Unknown, .client_address = std::string{request.client_address()}};
    }
    return {.kind = who->kind == Principal::Kind::Token ? Kind::Token : Kind::Session,
            .person = who->person.id,
            .credential = who->credential,
            .client_address = std::string{request.client_address()}};
}

void record(db::Transaction& tx, const Actor& actor, const AuditEntry& entry, Timestamp now) {
    tx.execute(queries::identity::insert_audit, {{"now", now},
                                                 {"actor_id", actor.person},
                                                 {"actor_kind", name(actor.kind)},
                                                 {"credential_id", actor.credential},
                                                 {"client_address", text_or_null(actor.client_address)},
                                                 {"action", entry.action},
                                                 {"object_kind", entry.object_kind},
                                                 {"object_id", entry.object_id},
                                                 {"details", entry.details.dump()}});
}

void record_about_people(db::Transaction& tx, const Actor& actor, std::string_view lines, Timestamp now) {
    tx.execute(queries::identity::insert_audit_about_people, {{"now", now},
                                                              {"actor_id", actor.person},
                                                              {"actor_kind", name(actor.kind)},
                                                              {"credential_id", actor.credential},
                                                              {"client_address", text_or_null(actor.client_address)},
                                                              {"lines", lines}});
}

void record(db::Database& database, const Actor& actor, const AuditEntry& entry, Timestamp now) {
    database.in_transaction([&](db::Transaction& tx) { record(tx, actor, entry, now); });
}

void record_view(db::Database& database, const web::Request& request, const AuditEntry& entry, Timestamp now) {
    if (request.is_ahead_of_reader()) {
        throw web::NobodyAsked{};
    }
    record(database, Actor::of(request), entry, now);
}

}  // namespace ansvar::identity

#include "identity/sessions.hpp"

#include <spdlog/spdlog.h>

#include "core/secret.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

constexpr std::chrono::minutes note_every{1};

}  // namespace

bool is_session_alive(const Person& person, const SessionTimes& times, const Settings& settings, Timestamp now) {
    if (now >= times.created_at + session_life(person, settings)) {
        return false;
    }
    return !person.is_staff() || now < times.last_seen_at + settings.staff_idle;
}

std::chrono::seconds session_life(const Person& person, const Settings& settings) {
    return person.is_staff() ? settings.staff_session : settings.requester_session;
}

std::optional<LiveSession> find_session(db::Session& session, std::string_view token, const Settings& settings, Timestamp now) {
    const auto row = session.row(sql::select_session, {{"token_hash", sha256(token)}, {"today", school_day(now)}, {"now", now}});
    if (!row) {
        return std::nullopt;
    }
    LiveSession live{.id = row->id<SessionId>("session_id"),
                     .person = read_person(*row),
                     .times = {.created_at = row->time("session_created_at"), .last_seen_at = row->time("session_last_seen_at")},
                     .method = method_from(row->text("session_method")),
                     .has_second_factor = row->flag("session_has_second_factor"),
                     .provider = row->is_null("session_provider_id") ? std::nullopt : std::optional{row->unsigned_integer("session_provider_id")},
                     .duty = read_duty(*row)};
    return is_session_alive(live.person, live.times, settings, now) ? std::optional{std::move(live)} : std::nullopt;
}

void begin_session(db::Transaction& tx, std::string_view token, const Person& person, const SessionStart& start, const Settings& settings,
                   Timestamp now) {
    const auto sealed = start.id_token.empty() ? db::Value{} : db::Value{seal(settings.seal_key, "id-token", start.id_token)};
    tx.execute(sql::insert_session, {{"token_hash", sha256(token)},
                                     {"person_id", person.id},
                                     {"now", now},
                                     {"began", start.began.value_or(now)},
                                     {"expires_at", start.began.value_or(now) + session_life(person, settings)},
                                     {"method", name(start.method)},
                                     {"has_second_factor", start.has_second_factor},
                                     {"client_address", start.client.address},
                                     {"client", start.client.name},
                                     {"provider_id", start.provider},
                                     {"sealed_id_token", sealed}});
}

void note_session_use(db::Database& database, const LiveSession& session, Timestamp now) {
    if (now < session.times.last_seen_at + note_every) {
        return;
    }
    try {
        database.execute_once(sql::touch_session, {{"id", session.id}, {"now", now}, {"noted_before", now - note_every}});
    } catch (const db::Error& error) {
        // The next request notes it again; this one goes on.
        spdlog::warn("the use of session {} was not noted: {}", session.id.value, error.what());
    }
}

void end_session(db::Transaction& tx, std::string_view token) {
    tx.execute(sql::delete_session, {{"token_hash", sha256(token)}});
}

std::vector<ListedSession> list_sessions(db::Session& session, const Person& person, const Settings& settings, Timestamp now) {
    std::vector<ListedSession> list;
    for (const auto& row : session.rows(sql::select_sessions_of, {{"person_id", person.id}, {"now", now}})) {
        ListedSession one{.id = row.id<SessionId>("id"),
                          .times = {.created_at = row.time("created_at"), .last_seen_at = row.time("last_seen_at")},
                          .method = method_from(row.text("method")),
                          .has_second_factor = row.flag("has_second_factor"),
                          .client = {.address = row.text("client_address"), .name = row.text("client")}};
        if (is_session_alive(person, one.times, settings, now)) {
            list.push_back(std::move(one));
        }
    }
    return list;
}

bool end_own_session(db::Transaction& tx, PersonId person, SessionId id) {
    return tx.execute(sql::delete_own_session, {{"id", id}, {"person_id", person}}) > 0;
}

std::uint64_t end_other_sessions(db::Transaction& tx, PersonId person, SessionId except) {
    return tx.execute(sql::delete_other_sessions, {{"person_id", person}, {"except_id", except}});
}

void renew_session(db::Transaction& tx, SessionId id, std::string_view token) {
    tx.execute(sql::renew_session, {{"id", id}, {"token_hash", sha256(token)}});
}

std::uint64_t end_sessions_of(db::Transaction& tx, PersonId person) {
    return tx.execute(sql::delete_sessions_of, {{"person_id", person}});
}

}  // namespace ansvar::identity

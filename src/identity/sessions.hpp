#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "db/database.hpp"
#include "identity/client.hpp"
#include "identity/person.hpp"
#include "identity/second_factor_policy.hpp"
#include "identity/settings.hpp"

namespace ansvar::identity {

/// When a session began and was last seen.
struct SessionTimes {
    Timestamp created_at;
    Timestamp last_seen_at;
};

/// Agents, managers and administrators: 60 minutes idle and 12 hours in all. Requesters: 30 days (see Settings).
/// Decided at every request, by the roles held now.
bool is_session_alive(const Person& person, const SessionTimes& times, const Settings& settings, Timestamp now);
/// How long a session of this person can last, from its beginning.
std::chrono::seconds session_life(const Person& person, const Settings& settings);

/// A signed-in browser.
struct LiveSession {
    SessionId id;
    Person person;
    SessionTimes times;
    Method method = Method::Link;
    bool has_second_factor = false;
    std::optional<std::uint64_t> provider = std::nullopt;
    SecondFactorDuty duty = {};

    /// Begun without the second factor that its person must have now: opens nothing.
    bool owes_second_factor() const { return !has_second_factor && duty.binds(person); }
};

/// The living session behind a cookie's token, with the person and their roles, in one query. Nothing for people who have left.
std::optional<LiveSession> find_session(db::Session& session, std::string_view token, const Settings& settings, Timestamp now);
/// How a session came about.
struct SessionStart {
    Method method = Method::Link;
    bool has_second_factor = false;
    Client client = {};
    std::optional<std::uint64_t> provider = std::nullopt;
    std::string id_token = {};  ///< of the provider, for signing out there; sealed before it is stored
    std::optional<Timestamp> began = std::nullopt;  ///< of the session that this one continues under a new token; empty: now
};
/// Begins a session under `token` (random_token(), drawn by the caller so that it can look for it after an unknown commit).
void begin_session(db::Transaction& tx, std::string_view token, const Person& person, const SessionStart& start, const Settings& settings,
                   Timestamp now);
/// Writes down that the session was used, when the last note is a minute old. One autocommitted statement or none.
void note_session_use(db::Database& database, const LiveSession& session, Timestamp now);
void end_session(db::Transaction& tx, std::string_view token);
/// A session as the list of one's own shows it.
struct ListedSession {
    SessionId id;
    SessionTimes times;
    Method method = Method::Link;
    bool has_second_factor = false;
    Client client = {};
};
/// Where somebody is signed in, last used first.
std::vector<ListedSession> list_sessions(db::Session& session, const Person& person, const Settings& settings, Timestamp now);
/// One of one's own. False when there is no such session.
bool end_own_session(db::Transaction& tx, PersonId person, SessionId id);
/// Everywhere but here. Returns how many there were.
std::uint64_t end_other_sessions(db::Transaction& tx, PersonId person, SessionId except);
/// The session has shown the second factor and goes on under a new token.
void renew_session(db::Transaction& tx, SessionId id, std::string_view token);
/// After a change of somebody's roles or rights. Returns how many there were.
std::uint64_t end_sessions_of(db::Transaction& tx, PersonId person);

}  // namespace ansvar::identity

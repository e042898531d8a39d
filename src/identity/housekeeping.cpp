#include "identity/housekeeping.hpp"

#include <spdlog/spdlog.h>

#include "identity/repeats.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

void remove_expired(db::Database& database, Timestamp now) {
    namespace sql = queries::identity;
    const auto before = now - std::chrono::hours{24};
    const auto links = database.execute_once(sql::delete_old_links, {{"before", before}});
    const auto sessions = database.execute_once(sql::delete_old_sessions, {{"before", before}});
    database.execute_once(sql::delete_old_sign_in_steps, {{"before", before}});
    database.execute_once(sql::delete_old_people_imports, {{"before", before}});
    database.execute_once(sql::delete_old_throttles, {{"before", before}});
    remove_old_answers(database, now);
    if (links + sessions > 0) {
        spdlog::info("removed {} sign-in links and {} sessions that ended a day ago", links, sessions);
    }
}

}  // namespace ansvar::identity

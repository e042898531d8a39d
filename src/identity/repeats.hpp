#pragma once

#include <mutex>
#include <set>
#include <string>

#include "core/time.hpp"
#include "db/database.hpp"
#include "web/route.hpp"

namespace ansvar::identity {

/// Idempotency-Key: a program's request is carried out once for each key, however often it comes within a day (decision 0084). The answer
/// is kept in the transaction that does the work, so both are there or neither is. Of one token, as two programs may act as one person.
class Repeats {
public:
    /// Both must outlive this.
    Repeats(db::Database& database, const Clock& clock) : database_{database}, clock_{clock} {}

    /// `handler`, which without the header runs as it is. With it: all that it does on the database is one transaction, and a request that
    /// has been answered well is answered the same again. The same key for another request: 422; while the first is still under way: 409.
    /// A refusal is not kept: nothing was done.
    web::Handler once(web::Handler handler);

    /// Whether a request brings a key, and so is taken care of here.
    static bool has_key(const web::Request& request);

private:
    class Turn;
    web::Response answer(const web::Request& request, const web::Handler& handler);

    db::Database& database_;
    const Clock& clock_;
    std::mutex mutex_;
    std::set<std::string> under_way_;
};

/// Removes answers that are older than a day; for housekeeping.
void remove_old_answers(db::Database& database, Timestamp now);

}  // namespace ansvar::identity

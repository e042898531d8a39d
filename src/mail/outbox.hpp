#pragma once

#include "db/database.hpp"
#include "mail/letter.hpp"
#include "mail/outcome.hpp"
#include "mail/retry.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace ansvar::mail {

/// The table `letters` as a queue. Several workers, also in several processes, may use it at once: rows are claimed with SKIP LOCKED under
/// a name drawn for each claim, and only who knows that name may finish them. Safe from any thread.
class Outbox {
public:
    /// `lease`: how long a claim holds. `spread` gives random numbers from 0 to 1; see verdict().
    Outbox(db::Database& database, std::chrono::seconds lease, std::function<double()> spread = random_spread);

    /// Takes up to `limit` letters that are due `now`; nobody else gets them before the lease runs out. Several about one ticket to one
    /// reader may come as one (burst.hpp); what is more than a reader is sent in an hour is put off instead (budget.hpp).
    std::vector<Letter> claim(Timestamp now, std::size_t limit);

    /// Writes how an attempt ended, and its line in the ledger. False when the claim was no longer ours: then nothing is written.
    bool finish(const Letter& letter, const Delivery& delivery, Timestamp now);
    /// A letter that nobody needs any more, without an attempt. False as above.
    bool expire(const Letter& letter, Timestamp now);
    /// Returns a claim unused.
    void give_back(const Letter& letter);

    /// Puts back the letters whose worker vanished, as a lost attempt each; at most 100 at a time. Returns how many there were.
    std::size_t recover_lost(Timestamp now);

    /// From 0 to 1; not for secrets.
    static double random_spread();

private:
    struct Round {
        std::vector<Letter> letters;
        std::size_t found = 0;  ///< due letters looked at
    };
    /// What becomes of the letters looked at, as JSON lists.
    struct Claim {
        std::string worker;
        nlohmann::json ids, put_off, gathered;
    };
    Round claim_in(db::Transaction& tx, Timestamp now, std::size_t limit) const;
    void write_claim(db::Transaction& tx, const Claim& claim, Timestamp now) const;
    bool finish_in(db::Transaction& tx, const Letter& letter, const Delivery& delivery, Timestamp now);

    db::Database& database_;
    std::chrono::seconds lease_;
    std::function<double()> spread_;
};

}  // namespace ansvar::mail

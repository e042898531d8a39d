#pragma once

#include "db/transaction.hpp"
#include "mail/letter.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace ansvar::mail {

/// How many letters one address is sent within an hour, whatever happens in the school (promise R23).
constexpr std::int64_t letters_an_hour = 30;
/// The same with what somebody waits for or must know: links, receipts, urgent tickets.
constexpr std::int64_t letters_an_hour_at_most = 60;

/// What some readers may still be sent. It counts the rows of `letters` and holds the readers until the transaction ends, so that several
/// workers, also of several instances, count together.
class Budget {
public:
    Budget(db::Transaction& tx, const std::set<std::string>& recipients, Timestamp now);

    /// Takes a place for one letter; otherwise returns when there will be one.
    std::optional<Timestamp> take(const std::string& recipient, bool is_pressing);

private:
    struct Hour {
        std::int64_t letters = 0;
        Timestamp first_at;
    };
    std::map<std::string, Hour> hours_;
    Timestamp now_;
};

/// Does it go although its reader has had their letters for this hour?
bool is_pressing(LetterKind kind);
/// Can it be told in a digest? Not what lets somebody in or goes outside the school, nor a digest.
bool can_be_gathered(LetterKind kind);

}  // namespace ansvar::mail

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
/// The same with what somebody waits for or must know: receipts, urgent tickets, who reads a confidential one.
constexpr std::int64_t pressing_letters_an_hour = 50;
/// And with links to sign in: whatever else there is, it keeps nobody out.
constexpr std::int64_t letters_an_hour_at_most = 60;

/// What some readers may still be sent. It counts the rows of `letters` and holds the readers until the transaction ends, so that several
/// workers, also of several instances, count together.
class Budget {
public:
    Budget(db::Transaction& tx, const std::set<std::string>& recipients, Timestamp now);

    /// Takes a place for one letter, when its reader has had fewer than `most`; otherwise returns when there will be one.
    std::optional<Timestamp> take(const std::string& recipient, std::int64_t most);

private:
    struct Hour {
        std::int64_t letters = 0;
        Timestamp first_at;
    };
    std::map<std::string, Hour> hours_;
    Timestamp now_;
};

/// How many letters its reader may have had for it to go, too.
std::int64_t most_before(std::optional<LetterKind> kind, bool is_urgent);
/// Can it be told in a digest? Not what lets somebody in or goes outside the school, nor a digest, nor what we do not know.
bool can_be_gathered(std::optional<LetterKind> kind);

}  // namespace ansvar::mail

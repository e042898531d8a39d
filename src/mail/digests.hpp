#pragma once

#include "db/database.hpp"
#include "mail/letter.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::mail {

/// Makes one letter of what each reader's digest has to tell by now; what has become needless is left out, and a digest of nothing is not
/// written. Any number of workers may call it. Returns how many digests it wrote.
std::size_t write_digests(db::Database& database, Timestamp now);

/// A ticket that a digest tells of.
struct ToldTicket {
    TicketId number;
    bool confidential = false;  ///< then there is nothing below but what happened, and that is not told
    std::string subject;
    std::string role_name;  ///< in the reader's language
    struct Happening {
        std::string kind;   ///< the letter's: catalogue keys letter.<kind>
        std::string actor;  ///< empty: the system itself
    };
    std::vector<Happening> happenings;
};

/// By number.
std::vector<ToldTicket> read_told(db::Session& session, const Letter& digest);

}  // namespace ansvar::mail

#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "tickets/page_services.hpp"

/// Who is looking at a ticket, or writing in it, right now. Pages that are open say so again and again; what is not said again is
/// forgotten by itself.
namespace ansvar::tickets::presence {

/// For how long somebody counts as being there after their page has said so.
inline constexpr std::chrono::seconds counts_for{45};

enum class Doing { Looking, Writing, Gone };

struct Present {
    TicketId ticket;
    PersonId person;
    std::string name;
    bool is_writing = false;
};

void note(db::Database& database, TicketId ticket, PersonId person, Doing what, Timestamp now);

/// Who but `reader` is in these tickets now; those who write first, then by name. `ids`: tickets that `reader` may see, with their notes.
std::vector<Present> of(db::Session& session, const std::vector<TicketId>& ids, PersonId reader, Timestamp now);

/// "Sara tittar på ärendet.", "Sara och Bo skriver …": a sentence each for those who write and those who look. Empty: nobody is there.
std::vector<std::string> sentences(const std::vector<Present>& present, const Wording& wording);

/// Throws away what does not count any more.
void remove_old(db::Database& database, Timestamp now);

/// POST and GET /tickets/{number}/presence, for those who may read the ticket's notes.
std::vector<web::Route> routes(const PageServices& services);

}  // namespace ansvar::tickets::presence

#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "matrix/current_router.hpp"
#include "matrix/drafts.hpp"
#include "matrix/edition.hpp"
#include "matrix/past_tickets.hpp"
#include "routing/replay.hpp"

namespace ansvar::matrix {

using ProposalId = Id<struct ProposalTag>;

/// A word that corrections ("Fel dorr") speak for: with it in the area's list, these tickets would have gone elsewhere.
struct Proposal {
    ProposalId id;
    std::string word;
    std::string area_key;
    std::uint64_t corrections = 0;  ///< tickets with the word that were moved to the area
    std::uint64_t tickets = 0;      ///< tickets with the word whose role is known
    std::uint64_t made_right = 0;   ///< of these, wrong without the word and right with it
    std::uint64_t made_wrong = 0;

    std::int64_t gain() const { return static_cast<std::int64_t>(made_right) - static_cast<std::int64_t>(made_wrong); }
};

/// A ticket that somebody moved, as a label: what was asked, and the area that turned out to answer for it.
struct Correction {
    std::uint64_t ticket = 0;
    routing::Request request;
    std::string area_key;
};

/// Those of two years, the newest first; of confidential tickets none. `router`: says which area of a role was meant where nobody said.
std::vector<Correction> load_corrections(db::Session& session, const routing::Router& router, Timestamp now);

/// A word with the area that its corrections speak for.
struct WordForArea {
    std::string word;
    std::string stem;
    std::string area_key;
    std::uint64_t corrections = 0;
};

/// The words of corrections that their area's list lacks, those of most corrections first: at least two each, and more for this area than for
/// all others. Names, numbers and words that carry nothing are left out.
std::vector<WordForArea> words_of(const std::vector<Correction>& corrections, const routing::Router& router);

/// What the word would change of tickets that hold it.
Proposal weigh(const WordForArea& word, const std::vector<routing::PastTicket>& tickets, const Edition& edition, const routing::Router& router,
               const Model& model);

namespace proposals {

/// Those that wait for a decision, the ones that improve most first.
std::vector<Proposal> list_open(db::Session& session);
/// Somebody wants them counted anew.
void want_count(db::Transaction& tx, Timestamp now);
/// When they were counted last; nothing while they never were.
std::optional<Timestamp> counted_at(db::Session& session);
/// Is a count asked for that is not done yet?
bool is_count_under_way(db::Session& session);

/// Counts them anew when somebody wants it, or a day has passed. One process at a time; what was accepted or declined stays so.
bool count_when_due(db::Database& database, const Edition& edition, const Model& model, const Clock& clock, const std::stop_token& stop = {});

/// Puts the word into a draft. False when somebody has decided already, or the draft does not take it.
bool accept(db::Transaction& tx, ProposalId id, DraftId draft, PersonId by, Timestamp now);
/// It is not proposed again. False when somebody has decided already.
bool decline(db::Transaction& tx, ProposalId id, PersonId by, Timestamp now);

}  // namespace proposals

}  // namespace ansvar::matrix

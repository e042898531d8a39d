#include "matrix/proposals.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "queries/matrix.hpp"
#include "routing/router.hpp"
#include "routing/text.hpp"
#include "tickets/search_terms.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

constexpr std::size_t most_corrections = 2000, most_words = 60, most_tickets = 400;
constexpr std::uint64_t fewest_corrections = 2;
constexpr std::size_t shortest_word = 3, longest_word = 40;
constexpr std::chrono::hours two_years{24 * 730};
constexpr std::chrono::minutes lease{10};

Proposal read_proposal(const db::Row& row) {
    return {.id = row.id<ProposalId>("id"),
            .word = row.text("word"),
            .area_key = row.text("area_key"),
            .corrections = row.unsigned_integer("corrections"),
            .tickets = row.unsigned_integer("tickets"),
            .made_right = row.unsigned_integer("made_right"),
            .made_wrong = row.unsigned_integer("made_wrong")};
}

bool can_be_proposed(const routing::Token& token) {
    return !token.is_common && !token.has_digit && !token.is_name_like && token.folded.size() >= shortest_word && token.folded.size() <= longest_word;
}

/// One word of the texts, however it is bent.
struct Heard {
    std::map<std::string, std::uint64_t> written;                  // as people write it, in small letters
    std::map<std::string, std::set<std::uint64_t>, std::less<>> tickets_of_area;

    const std::string& word() const {
        return std::max_element(written.begin(), written.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
    }
};

/// The stems of what the school's own list says of an area: its name and its words.
std::set<std::string> known_stems(const routing::Area& area, const routing::Lexicon& lexicon) {
    std::set<std::string> stems;
    const auto add = [&](const std::string& text) {
        for (const auto& token : routing::tokens_of(text)) {
            stems.insert(token.stem);
        }
    };
    add(area.name);
    for (const auto& term : lexicon.of(area).terms) {
        add(term);
    }
    return stems;
}

/// Whoever moved a ticket may have named a role alone: then the likeliest of its areas, by the ticket's words and what was said of it.
std::optional<std::string> area_of(const db::Row& row, const routing::Router& router) {
    if (const auto* area = router.matrix().find(row.optional_text("area_key").value_or(""))) {
        return area->key;
    }
    const auto decision = router.route({row.text("subject"), row.text("body") + "\n" + row.optional_text("why").value_or(""), {}});
    for (const auto& candidate : decision.candidates) {
        if (candidate.role == row.text("role_code")) {
            return candidate.area;
        }
    }
    return {};
}

std::vector<routing::PastTicket> tickets_with(db::Session& session, const WordForArea& word, const routing::Matrix& matrix, Timestamp now) {
    const auto sought = tickets::sought_words(word.word);
    std::vector<routing::PastTicket> tickets;
    if (!sought.empty()) {
        session.each(queries::matrix::select_past_tickets_with_term, {{"term", sought.front().term}, {"since", now - two_years}, {"most", most_tickets}},
                     [&](const db::Row& row) { tickets.push_back(read_past_ticket(row, matrix)); });
    }
    return tickets;
}

std::optional<std::string> claim_count(db::Database& database, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) -> std::optional<std::string> {
        if (!tx.row(queries::matrix::lock_proposal_count, {{"now", now}, {"day_ago", now - std::chrono::hours{24}}})) {
            return {};
        }
        auto claim = random_token(16);
        tx.execute(queries::matrix::claim_proposal_count, {{"claim", claim}, {"lease_until", now + lease}});
        return claim;
    });
}

void write_count(db::Database& database, const std::string& claim, const std::vector<Proposal>& proposals, Timestamp now) {
    auto rows = json::array();
    for (const auto& one : proposals) {
        rows.push_back({{"word", one.word},
                        {"area", one.area_key},
                        {"corrections", one.corrections},
                        {"tickets", one.tickets},
                        {"made_right", one.made_right},
                        {"made_wrong", one.made_wrong}});
    }
    database.in_transaction([&](db::Transaction& tx) {
        if (tx.execute(queries::matrix::finish_proposal_count, {{"counted_at", now}, {"claim", claim}}) == 0) {
            return;  // somebody else has counted meanwhile
        }
        tx.execute(queries::matrix::put_proposals, {{"rows", rows.dump()}, {"counted_at", now}});
        tx.execute(queries::matrix::delete_old_proposals, {{"counted_at", now}});
    });
}

}  // namespace

std::vector<Correction> load_corrections(db::Session& session, const routing::Router& router, Timestamp now) {
    std::vector<Correction> corrections;
    session.each(queries::matrix::select_corrections, {{"since", now - two_years}, {"most", most_corrections}}, [&](const db::Row& row) {
        if (auto area = area_of(row, router)) {
            corrections.push_back({row.unsigned_integer("id"), {row.text("subject"), row.text("body"), {}}, std::move(*area)});
        }
    });
    return corrections;
}

std::vector<WordForArea> words_of(const std::vector<Correction>& corrections, const routing::Router& router) {
    std::map<std::string, Heard> heard;  // by stem
    for (const auto& correction : corrections) {
        const auto text = correction.request.subject + "\n" + correction.request.body;
        for (const auto& token : routing::tokens_of(text)) {
            if (can_be_proposed(token)) {
                auto& word = heard[token.stem];
                ++word.written[lower(token.written)];
                word.tickets_of_area[correction.area_key].insert(correction.ticket);
            }
        }
    }
    std::vector<WordForArea> words;
    for (const auto& [stem, word] : heard) {
        std::uint64_t all = 0;
        for (const auto& [area, tickets] : word.tickets_of_area) {
            all += tickets.size();
        }
        for (const auto& [key, tickets] : word.tickets_of_area) {
            const auto* area = router.matrix().find(key);
            if (tickets.size() >= fewest_corrections && 2 * tickets.size() > all && area != nullptr &&
                !known_stems(*area, router.lexicon()).contains(stem)) {
                words.push_back({word.word(), stem, key, tickets.size()});
            }
        }
    }
    std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.corrections > b.corrections; });
    words.resize(std::min(words.size(), most_words));
    return words;
}

Proposal weigh(const WordForArea& word, const std::vector<routing::PastTicket>& tickets, const Edition& edition, const routing::Router& router,
               const Model& model) {
    auto lexicon = router.lexicon();
    lexicon.add_term(*router.matrix().find(word.area_key), word.word);
    const routing::Router with{edition.matrix(), std::move(lexicon), model};
    const routing::Replay routers{router, with};
    Proposal proposal{.id = {}, .word = word.word, .area_key = word.area_key, .corrections = word.corrections};
    for (const auto& ticket : tickets) {
        const auto outcome = routers.decide(ticket);
        proposal.tickets += outcome.is_final_known ? 1U : 0U;
        proposal.made_right += !outcome.was_right && outcome.is_right ? 1U : 0U;
        proposal.made_wrong += outcome.was_right && !outcome.is_right ? 1U : 0U;
    }
    return proposal;
}

namespace proposals {

std::vector<Proposal> list_open(db::Session& session) {
    std::vector<Proposal> all;
    session.each(queries::matrix::select_open_proposals, {}, [&](const db::Row& row) { all.push_back(read_proposal(row)); });
    return all;
}

void want_count(db::Transaction& tx, Timestamp now) { tx.execute(queries::matrix::want_proposal_count, {{"now", now}}); }

std::optional<Timestamp> counted_at(db::Session& session) { return session.row(queries::matrix::select_proposal_count)->optional_time("counted_at"); }

bool is_count_under_way(db::Session& session) { return session.row(queries::matrix::select_proposal_count)->flag("is_wanted"); }

bool count_when_due(db::Database& database, const Edition& edition, const Model& model, const Clock& clock, const std::stop_token& stop) {
    const auto now = clock.now();
    const auto claim = claim_count(database, now);
    if (!claim) {
        return false;
    }
    const auto corrections = database.read([&](db::Session& session) { return load_corrections(session, edition.router, now); });
    std::vector<Proposal> improving;
    for (const auto& word : words_of(corrections, edition.router)) {
        if (stop.stop_requested()) {
            return true;  // the lease runs out, and somebody begins anew
        }
        const auto tickets = database.read([&](db::Session& session) { return tickets_with(session, word, edition.matrix(), now); });
        const auto proposal = weigh(word, tickets, edition, edition.router, model);
        if (proposal.gain() > 0) {
            improving.push_back(proposal);
        }
    }
    write_count(database, *claim, improving, now);
    spdlog::info("{} words proposed from {} corrections", improving.size(), corrections.size());
    return true;
}

bool accept(db::Transaction& tx, ProposalId id, DraftId draft, PersonId by, Timestamp now) {
    const auto row = tx.row(queries::matrix::lock_proposal, {{"id", id}});
    if (!row || !drafts::add_word(tx, draft, row->text("area_key"), row->text("word"), by, now)) {
        return false;
    }
    tx.execute(queries::matrix::decide_proposal, {{"id", id}, {"state", "accepted"}, {"draft_id", draft}, {"by", by}, {"now", now}});
    return true;
}

bool decline(db::Transaction& tx, ProposalId id, PersonId by, Timestamp now) {
    if (!tx.row(queries::matrix::lock_proposal, {{"id", id}})) {
        return false;
    }
    tx.execute(queries::matrix::decide_proposal, {{"id", id}, {"state", "declined"}, {"draft_id", db::Value{}}, {"by", by}, {"now", now}});
    return true;
}

}  // namespace proposals

}  // namespace ansvar::matrix

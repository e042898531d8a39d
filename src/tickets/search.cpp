#include "tickets/search.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/rights.hpp"
#include "queries/tickets.hpp"
#include "routing/unicode.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr std::size_t longest_question = 200;  // characters
constexpr std::size_t most_endings = 12;       // terms that a word may go on as while it is typed
constexpr std::array<std::size_t, 3> looks{256, 1024, 4096};  // tickets of the rarest word, or near ones, looked through one after another
constexpr std::size_t chunk = 512;             // of these, looked up at once
constexpr TicketId newest{INT64_MAX};

struct Candidate {
    TicketId id;
    bool is_internal = false;  ///< a word stands in internal notes alone
};

/// Candidates newest first, and down to where they are all there are; 0 for the end.
struct Candidates {
    std::vector<Candidate> tickets;
    TicketId horizon;
};

FoundTicket read_found(const db::Row& row) {
    return {.id = row.id<TicketId>("id"),
            .subject = row.text("subject"),
            .role = RoleCode{row.text("role_code")},
            .area = row.optional_text("area"),
            .state = state_from(row.text("state")).value(),
            .opened_at = row.time("opened_at"),
            .confidential = row.flag("confidential"),
            .requester = row.text("requester"),
            .assignee = row.optional_text("assignee")};
}

/// One search, for one reader, down from one ticket.
class Hunt {
public:
    Hunt(db::Session& session, const identity::Person& reader, TicketId before, std::size_t limit)
        : session_(session), reader_(reader), before_(before), limit_(limit) {
        for (const auto& queue : reader.queues) {
            queues_.push_back(queue.value);
        }
        for (const auto unit : reader.managed_units) {
            units_ += (units_.empty() ? "" : ",") + unit.text();
        }
    }

    void find_number(TicketId number) { take({{number, false}}); }

    void find_words(const std::vector<SoughtWord>& words) {
        for (const auto& word : words) {
            words_.push_back(terms_of(word));
        }
        bool first = true;
        for (const auto look : looks) {
            auto candidates = is_near() ? near(look) : rarest(look, first);
            first = false;
            take_in_chunks(candidates.tickets);
            before_ = candidates.horizon;
            if (before_ == TicketId{} || is_full()) {
                return;
            }
        }
    }

    FoundPage page() && {
        std::optional<TicketId> next = before_;
        if (is_full()) {
            found_.resize(limit_);
            next = found_.back().id;
        }
        return {std::move(found_), next == TicketId{} ? std::nullopt : next};
    }

private:
    using Terms = std::vector<std::string>;

    bool is_full() const { return found_.size() > limit_; }
    bool sees_all() const { return reader_.is_administrator || (reader_.is_manager && !reader_.manages_unit); }
    /// Whoever sees but what is near to them has few tickets: these are looked through, not those of a word.
    bool is_near() const { return queues_.empty() && !reader_.is_administrator && !reader_.is_manager; }

    Terms terms_of(const SoughtWord& word) const {
        Terms terms{word.term};
        if (!word.beginning.empty()) {
            for (const auto& row : session_.rows(queries::tickets::select_terms_beginning, {{"beginning", word.beginning + "%"}, {"page_size", most_endings}})) {
                if (row.text("term") != word.term) {
                    terms.push_back(row.text("term"));
                }
            }
        }
        return terms;
    }

    Candidates near(std::size_t look) const {
        Candidates candidates;
        for (const auto& row : session_.rows(queries::tickets::select_near_ids, {{"person_id", reader_.id}, {"before_id", before_}, {"page_size", look}})) {
            candidates.tickets.push_back({row.id<TicketId>("id")});
        }
        if (candidates.tickets.size() == look) {
            candidates.horizon = candidates.tickets.back().id;
        }
        with_words(candidates.tickets, words_.size());
        return candidates;
    }

    /// The tickets of the rarest word that hold the others too. Which one is the rarest shows when as many tickets are read of each: its reach
    /// furthest back.
    Candidates rarest(std::size_t look, bool also_choose) {
        Candidates best;
        if (also_choose) {
            for (std::size_t at = 0; at < words_.size(); ++at) {
                auto these = with_any(words_[at], look);
                if (at == 0 || std::pair{these.horizon, these.tickets.size()} < std::pair{best.horizon, best.tickets.size()}) {
                    best = std::move(these);
                    rarest_ = at;
                }
            }
        } else {
            best = with_any(words_[rarest_], look);
        }
        with_words(best.tickets, rarest_);
        return best;
    }

    /// Tickets that hold one of the terms.
    Candidates with_any(const Terms& terms, std::size_t look) const {
        std::map<TicketId, bool, std::greater<>> all;
        TicketId horizon;
        for (const auto& term : terms) {
            const auto rows = session_.rows(queries::tickets::select_term_tickets, {{"term", term}, {"before_id", before_}, {"page_size", look}});
            for (const auto& row : rows) {
                const auto [place, is_new] = all.emplace(row.id<TicketId>("ticket_id"), row.flag("is_internal"));
                place->second = place->second && row.flag("is_internal");
            }
            if (rows.size() == look) {
                horizon = std::max(horizon, rows.back().id<TicketId>("ticket_id"));
            }
        }
        Candidates candidates{{}, horizon};
        for (const auto& [id, is_internal] : all) {
            if (id >= horizon) {
                candidates.tickets.push_back({id, is_internal});
            }
        }
        return candidates;
    }

    /// Keeps those that hold all words but the one at `known`, which they are known to hold.
    void with_words(std::vector<Candidate>& candidates, std::size_t known) const {
        auto words = json::array();
        std::size_t count = 0;
        for (std::size_t at = 0; at < words_.size(); ++at) {
            count += at == known ? 0 : 1;
            for (const auto& term : words_[at]) {
                if (at != known) {
                    words.push_back({at, term});
                }
            }
        }
        if (count == 0 || candidates.empty()) {
            return;
        }
        auto ids = json::array();
        for (const auto& candidate : candidates) {
            ids.push_back(candidate.id.value);
        }
        std::map<TicketId, bool> kept;
        for (const auto& row : session_.rows(queries::tickets::select_tickets_with_words, {{"ids", ids.dump()}, {"words", words.dump()}, {"count", count}})) {
            kept.emplace(row.id<TicketId>("id"), row.flag("is_internal"));
        }
        std::erase_if(candidates, [&](const auto& candidate) { return !kept.contains(candidate.id); });
        for (auto& candidate : candidates) {
            candidate.is_internal = candidate.is_internal || kept.at(candidate.id);
        }
    }

    void take_in_chunks(const std::vector<Candidate>& candidates) {
        for (auto from = candidates.begin(); from != candidates.end() && !is_full();) {
            const auto to = from + std::min<std::ptrdiff_t>(chunk, candidates.end() - from);
            take({from, to});
            from = to;
        }
    }

    /// Those that the reader may see, of candidates older than all before.
    void take(const std::vector<Candidate>& candidates) {
        auto list = json::array();
        for (const auto& candidate : candidates) {
            if (found_.empty() || found_.front().id != candidate.id) {  // the one of that number stands first already
                list.push_back({candidate.id.value, candidate.is_internal ? 1 : 0});
            }
        }
        for (const auto& row : session_.rows(queries::tickets::select_found_tickets, {{"candidates", list.dump()},
                                                                                      {"person_id", reader_.id},
                                                                                      {"queues", queues_.dump()},
                                                                                      {"units", units_},
                                                                                      {"sees_all", sees_all()},
                                                                                      {"reads_notes", reader_.is_administrator},
                                                                                      {"page_size", limit_ + 1}})) {
            found_.push_back(read_found(row));
        }
    }

    db::Session& session_;
    const identity::Person& reader_;
    TicketId before_;
    std::size_t limit_;
    json queues_ = json::array();
    std::string units_;
    std::vector<Terms> words_;
    std::size_t rarest_ = 0;
    std::vector<FoundTicket> found_;
};

}  // namespace

Question::Question(std::string_view typed) {
    const auto text = trim(typed);
    const bool is_number_alone = text.starts_with('#');
    number = id_from<TicketId>(is_number_alone ? text.substr(1) : text);
    if (!is_number_alone || !number) {
        words = sought_words(shorten(text, longest_question));
    }
}

FoundPage find_tickets(db::Session& session, const Question& question, const identity::Person& reader, std::optional<TicketId> before, std::size_t limit) {
    Hunt hunt{session, reader, before.value_or(newest), limit};
    if (question.number && !before) {
        hunt.find_number(*question.number);
    }
    if (!question.words.empty()) {
        hunt.find_words(question.words);
    } else {
        return {std::move(hunt).page().tickets, {}};
    }
    return std::move(hunt).page();
}

}  // namespace ansvar::tickets

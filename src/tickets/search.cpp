#include "tickets/search.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/rights.hpp"
#include "queries/search.hpp"
#include "queries/tickets.hpp"
#include "routing/unicode.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr std::size_t longest_question = 200;  // characters
constexpr std::size_t most_endings = 7;        // terms that a word may go on as while it is typed
constexpr std::array<std::size_t, 5> looks{256, 512, 1024, 1536, 2048};  // tickets of the rarest word, or near ones, looked through one after another
constexpr std::size_t endings_looked_at = 12;  // for these
constexpr std::size_t first_chunk = 128;       // of these, looked at at once; often enough for a page, else twice as many next
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

    /// The ticket of that number stands first on the first page, and nowhere among those with the words.
    void find_number(TicketId number, bool is_first_page) {
        if (is_first_page) {
            take({{number, false}}, 0);
            by_number_.swap(found_);
            limit_ -= std::min(limit_, by_number_.size());
        }
        number_ = number;
    }

    void find_all(const std::set<TicketId>& tickets) {
        std::vector<Candidate> candidates;
        std::transform(tickets.begin(), tickets.end(), std::back_inserter(candidates), [](TicketId id) { return Candidate{id}; });
        take(candidates, 0);
    }

    void find_words(const std::vector<SoughtWord>& words) {
        for (const auto& word : words) {
            words_.push_back(terms_of(word));
        }
        for (const auto look : looks) {
            const auto candidates = is_near() ? near(look) : rarest(look);
            take_in_chunks(candidates.tickets, is_near() ? words_.size() : *rarest_);
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
            next = found_.empty() ? newest : found_.back().id;
        }
        found_.insert(found_.begin(), by_number_.begin(), by_number_.end());
        return {std::move(found_), next == TicketId{} ? std::nullopt : next};
    }

private:
    using Terms = std::vector<std::string>;

    bool is_full() const { return found_.size() > limit_; }
    bool sees_all() const { return reader_.is_administrator || (reader_.is_manager && !reader_.manages_unit); }
    /// Whoever sees but what is near to them has few tickets: these are looked through, not those of a word.
    bool is_near() const { return queues_.empty() && !reader_.is_administrator && !reader_.is_manager; }

    Terms terms_of(const SoughtWord& word) const {
        auto terms = word.beginning.empty() ? Terms{} : endings_of(word.beginning);
        if (std::find(terms.begin(), terms.end(), word.term) == terms.end()) {
            terms.push_back(word.term);
        }
        return terms;
    }

    /// The shortest of the first terms that begin so: the nearest to what is being typed.
    Terms endings_of(const std::string& beginning) const {
        Terms terms;
        while (terms.size() < endings_looked_at) {
            const auto row = session_.row(queries::tickets::select_next_term, {{"after", terms.empty() ? "" : terms.back()}, {"beginning", beginning + "%"}});
            if (!row) {
                break;
            }
            terms.push_back(row->text("term"));
        }
        std::stable_sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
        terms.resize(std::min(terms.size(), most_endings));
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
        return candidates;
    }

    /// The tickets of the rarest word. Which one that is shows when as many tickets are read of each: its reach furthest back.
    Candidates rarest(std::size_t look) {
        if (rarest_) {
            return with_any(words_[*rarest_], look);
        }
        Candidates best;
        for (std::size_t at = 0; at < words_.size(); ++at) {
            auto these = with_any(words_[at], look);
            if (at == 0 || std::pair{these.horizon, these.tickets.size()} < std::pair{best.horizon, best.tickets.size()}) {
                best = std::move(these);
                rarest_ = at;
            }
        }
        return best;
    }

    Candidates with_one(const std::string& term, std::size_t look) const {
        Candidates candidates;
        session_.each(queries::search::select_tickets_of_term, {{"term", term}, {"before_id", before_}, {"page_size", look}},
                      [&](const db::Row& row) { candidates.tickets.push_back({row.id<TicketId>("ticket_id"), row.flag("is_internal")}); });
        if (candidates.tickets.size() == look) {
            candidates.horizon = candidates.tickets.back().id;
        }
        return candidates;
    }

    /// Tickets that hold one of the terms.
    Candidates with_any(const Terms& terms, std::size_t look) const {
        if (terms.size() == 1) {
            return with_one(terms[0], look);
        }
        const auto term = [&](std::size_t at) { return at < terms.size() ? terms[at] : std::string{}; };
        std::map<TicketId, bool, std::greater<>> all;
        std::map<std::string, std::vector<TicketId>> of_term;
        const auto rows = session_.rows(queries::tickets::select_term_tickets,
                                        {{"term_a", term(0)}, {"term_b", term(1)}, {"term_c", term(2)}, {"term_d", term(3)}, {"term_e", term(4)}, {"term_f", term(5)},
                                         {"term_g", term(6)}, {"term_h", term(7)}, {"before_id", before_}, {"page_size", look}});
        for (const auto& row : rows) {
            const auto id = row.id<TicketId>("ticket_id");
            const auto [place, is_new] = all.emplace(id, row.flag("is_internal"));
            place->second = place->second && row.flag("is_internal");
            of_term[row.text("term")].push_back(id);
        }
        TicketId horizon;
        for (const auto& [text, ids] : of_term) {
            if (ids.size() == look) {
                horizon = std::max(horizon, *std::min_element(ids.begin(), ids.end()));
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

    /// The terms of all words but the one at `known`, each with its word's number; and how many words that is.
    std::pair<json, std::size_t> words_but(std::size_t known) const {
        auto terms = json::array();
        for (std::size_t at = 0; at < words_.size(); ++at) {
            for (const auto& term : at == known ? Terms{} : words_[at]) {
                terms.push_back({at, term});
            }
        }
        return {std::move(terms), words_.size() - (known < words_.size() ? 1 : 0)};
    }

    /// Those of the candidates that hold all words; they are known to hold the one at `known`.
    void take_in_chunks(const std::vector<Candidate>& candidates, std::size_t known) {
        for (std::size_t from = 0; from < candidates.size() && !is_full(); chunk_ *= 2) {
            const auto to = std::min(from + chunk_, candidates.size());
            take({candidates.begin() + static_cast<std::ptrdiff_t>(from), candidates.begin() + static_cast<std::ptrdiff_t>(to)}, known);
            from = to;
        }
    }

    /// Those with all words that the reader may see, of candidates older than all before.
    void take(const std::vector<Candidate>& candidates, std::size_t known) {
        auto list = json::array();
        for (const auto& candidate : candidates) {
            if (candidate.id != number_) {
                list.push_back({candidate.id.value, candidate.is_internal ? 1 : 0});
            }
        }
        const auto [words, count] = words_but(known);
        const db::Value person = reader_.id, queues = queues_.dump(), units = units_, all = sees_all(), notes = reader_.is_administrator, page_size = limit_ + 1;
        const auto rows = count == 0 ? session_.rows(queries::tickets::select_found_tickets, {{"candidates", list.dump()},
                                                                                              {"person_id", person},
                                                                                              {"queues", queues},
                                                                                              {"units", units},
                                                                                              {"sees_all", all},
                                                                                              {"reads_notes", notes},
                                                                                              {"page_size", page_size}})
                                     : session_.rows(queries::tickets::select_tickets_with_words, {{"candidates", list.dump()},
                                                                                                   {"words", words.dump()},
                                                                                                   {"count", count},
                                                                                                   {"person_id", person},
                                                                                                   {"queues", queues},
                                                                                                   {"units", units},
                                                                                                   {"sees_all", all},
                                                                                                   {"reads_notes", notes},
                                                                                                   {"page_size", page_size}});
        std::transform(rows.begin(), rows.end(), std::back_inserter(found_), read_found);
    }

    db::Session& session_;
    const identity::Person& reader_;
    TicketId before_;
    std::size_t limit_;
    json queues_ = json::array();
    std::string units_;
    std::vector<Terms> words_;
    std::optional<std::size_t> rarest_;
    std::size_t chunk_ = first_chunk;
    TicketId number_;
    std::vector<FoundTicket> by_number_;
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

std::vector<FoundTicket> seen_among(db::Session& session, const std::set<TicketId>& tickets, const identity::Person& reader) {
    Hunt hunt{session, reader, newest, tickets.size()};
    hunt.find_all(tickets);
    return std::move(hunt).page().tickets;
}

FoundPage find_tickets(db::Session& session, const Question& question, const identity::Person& reader, std::optional<TicketId> before, std::size_t limit) {
    Hunt hunt{session, reader, before.value_or(newest), limit};
    if (question.number) {
        hunt.find_number(*question.number, !before);
    }
    if (!question.words.empty()) {
        hunt.find_words(question.words);
    } else {
        return {std::move(hunt).page().tickets, {}};
    }
    return std::move(hunt).page();
}

}  // namespace ansvar::tickets

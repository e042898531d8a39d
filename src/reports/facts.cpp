#include "reports/facts.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <thread>

#include "queries/reports.hpp"
#include "reports/fact_rows.hpp"
#include "tickets/sequencer.hpp"
#include "web/errors.hpp"

namespace ansvar::reports {

namespace {

constexpr std::size_t changes_at_once = 500;
/// While the table grows, this part of it more at a time: doubling would hold twice the memory for one ticket more.
constexpr std::size_t growth = 16;

template <class Item>
void make_room(std::vector<Item>& items) {
    if (items.size() == items.capacity()) {
        items.reserve(items.size() + items.size() / growth + 1024);
    }
}

}  // namespace

std::uint16_t Words::number(std::string_view word) {
    const auto [found, is_new] = numbers_.try_emplace(std::string{word}, static_cast<std::uint16_t>(words_.size()));
    if (is_new) {
        if (words_.size() > std::numeric_limits<std::uint16_t>::max()) {
            throw std::length_error{"more names than figures have numbers for"};
        }
        words_.emplace_back(word);
    }
    return found->second;
}

std::optional<std::uint16_t> Words::find(std::string_view word) const {
    const auto found = numbers_.find(std::string{word});
    return found == numbers_.end() ? std::nullopt : std::optional{found->second};
}

std::size_t Table::size() const {
    return static_cast<std::size_t>(std::count_if(tickets_.begin(), tickets_.end(), [](const Fact& fact) { return !fact.has(Fact::Gone); }));
}

std::vector<Fact>::iterator Table::place_of(std::uint32_t ticket) {
    if (tickets_.empty() || tickets_.back().ticket < ticket) {
        return tickets_.end();
    }
    return std::lower_bound(tickets_.begin(), tickets_.end(), ticket, [](const Fact& fact, std::uint32_t id) { return fact.ticket < id; });
}

void Table::forget_answers(Fact& fact) {
    for (auto at = fact.later; at != nothing; at = later_[at].next) {
        later_[at].fact = nothing;
        free_.push_back(at);
    }
    fact.later = nothing;
}

void Table::put(Fact fact, const std::vector<Later>& answers) {
    auto place = place_of(fact.ticket);
    if (place != tickets_.end() && place->ticket == fact.ticket) {
        forget_answers(*place);
    } else {
        const auto at = place - tickets_.begin();
        if (place != tickets_.end()) {  // an id drawn earlier and committed later
            for (auto& later : later_) {
                later.fact += later.fact != nothing && later.fact >= static_cast<std::uint32_t>(at) ? 1 : 0;
            }
        }
        make_room(tickets_);
        place = tickets_.insert(tickets_.begin() + at, Fact{});
    }
    fact.later = nothing;
    for (auto answer = answers.rbegin(); answer != answers.rend(); ++answer) {
        Later one = *answer;
        one.fact = static_cast<std::uint32_t>(place - tickets_.begin());
        one.next = fact.later;
        if (free_.empty()) {
            make_room(later_);
            fact.later = static_cast<std::uint32_t>(later_.size());
            later_.push_back(one);
        } else {
            fact.later = free_.back();
            free_.pop_back();
            later_[fact.later] = one;
        }
    }
    *place = fact;
}

void Table::remove(std::uint64_t first, std::uint64_t last) {
    for (auto place = place_of(static_cast<std::uint32_t>(first)); place != tickets_.end() && place->ticket <= last; ++place) {
        forget_answers(*place);
        place->flags = static_cast<std::uint8_t>(place->flags | Fact::Gone);
    }
}

void Facts::refresh(db::Database& database, Timestamp now, std::chrono::milliseconds patience) {
    const std::unique_lock turn{following_, patience};
    if (!turn.owns_lock()) {
        throw web::Unavailable{std::chrono::seconds{5}, "the figures are being read from the database"};
    }
    if (!is_loaded_) {
        load(database, now);
    }
    follow(database, now);
}

bool Facts::check(db::Database& database, Timestamp now) {
    // Counted twice when it differs: a ticket may be filed between following and counting.
    for (int look = 0; look < 2; ++look) {
        refresh(database, now, std::chrono::minutes{5});
        const auto counted = database.read([](db::Session& session) { return session.row(queries::reports::count_facts).value().unsigned_integer("tickets"); });
        if (counted == read([](const Table& table) { return table.size(); })) {
            return false;
        }
    }
    const std::lock_guard turn{following_};
    load(database, now);
    return true;
}

/// What is committed after the feed's last number was read gets a higher one, so following from there finds all that the scan missed.
void Facts::load(db::Database& database, Timestamp now) {
    const auto state = database.read([&](db::Session& session) { return tickets::feed_state(session, now); });
    Table fresh;
    fact_rows::each_piece(database, 1, std::numeric_limits<std::int64_t>::max(), [&](const std::vector<fact_rows::FactRow>& rows) {
        if (is_stopping_) {
            throw web::Unavailable{std::chrono::seconds{5}, "the service stops"};
        }
        for (const auto& row : rows) {
            fact_rows::put(fresh, row);
        }
    });
    fresh.shrink();
    const std::lock_guard lock{table_mutex_};
    table_ = std::move(fresh);
    number_ = state.last_number;
    is_loaded_ = true;
    ++loads_;
}

void Facts::follow(db::Database& database, Timestamp now) {
    for (;;) {
        const auto state = database.read([&](db::Session& session) { return tickets::feed_state(session, now); });
        if (state.last_number < number_) {  // an older copy of the database was put in place
            load(database, now);
            continue;
        }
        if (!state.waits && state.last_number == number_) {
            return;
        }
        const auto numbered = state.waits ? tickets::number_changes(database, now) : 0;
        const auto changes = database.read([&](db::Session& session) { return tickets::changes_after(session, number_, changes_at_once); });
        if (changes.empty() ? state.last_number > number_ : changes.front().number > number_ + 1) {  // what was between has been thrown away
            load(database, now);
            continue;
        }
        std::set<std::uint64_t> touched;
        for (const auto& change : changes) {
            if (change.last_ticket == change.ticket) {
                touched.insert(change.ticket.value);
            } else {
                read_again(database, change.ticket.value, change.last_ticket.value);
            }
        }
        read_again(database, {touched.begin(), touched.end()});
        number_ = changes.empty() ? number_ : changes.back().number;
        if (numbered == 0 && changes.empty()) {  // somebody else is numbering just now
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        }
    }
}

/// New ones, most likely: a batch is written around everything else.
void Facts::read_again(db::Database& database, std::uint64_t first, std::uint64_t last) {
    {
        const std::lock_guard lock{table_mutex_};
        table_.remove(first, last);
    }
    fact_rows::each_piece(database, first, last, [&](const std::vector<fact_rows::FactRow>& rows) {
        const std::lock_guard lock{table_mutex_};
        for (const auto& row : rows) {
            fact_rows::put(table_, row);
        }
    });
}

void Facts::read_again(db::Database& database, const std::vector<std::uint64_t>& tickets) {
    if (tickets.empty()) {
        return;
    }
    const auto rows = database.read([&](db::Session& session) { return fact_rows::read(session, tickets); });
    const std::lock_guard lock{table_mutex_};
    for (const auto ticket : tickets) {
        table_.remove(ticket, ticket);
    }
    for (const auto& row : rows) {
        fact_rows::put(table_, row);
    }
}

}  // namespace ansvar::reports

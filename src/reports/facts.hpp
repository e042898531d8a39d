#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/database.hpp"

namespace ansvar::reports {

/// What a fact lacks: a time, a length, a place in a table.
inline constexpr std::uint32_t nothing = 0xFFFFFFFF;

/// What figures know of one ticket that is not confidential. Times are whole seconds since 1970, lengths working minutes, and what has a name
/// stands as its number in Table's words. Kept small: a school of a million tickets holds them all in memory.
struct Fact {
    enum Flag : std::uint8_t {
        None = 0,
        FirstWithin = 1,       ///< answered within the target it had
        FirstLate = 2,         ///< answered, and not within; neither: it had no target
        ResolutionWithin = 4,  ///< the same of its resolution
        ResolutionLate = 8,
        Unassigned = 16,
        Open = 64,  ///< in a queue: not ended, and it goes on in no other ticket
        Gone = 32,  ///< in no figure any more: it has become confidential
    };
    enum Survey : std::uint8_t { NotAsked, Helped, NotHelped };

    std::uint32_t ticket = 0;
    std::uint32_t requester = 0;
    std::uint32_t opened_at = 0;
    std::uint32_t answered_at = nothing;
    std::uint32_t resolved_at = nothing;
    std::uint32_t due_at = nothing;  ///< nothing while its clock stands still
    std::uint32_t first_minutes = nothing;
    std::uint32_t resolution_minutes = nothing;
    std::uint32_t right_role_minutes = nothing;
    std::uint32_t later = nothing;  ///< the first of its later answers
    std::uint16_t role = 0;
    std::uint16_t first_role = 0;  ///< where it was put when it was opened
    std::uint16_t area = 0;
    std::uint16_t first_area = 0;
    std::uint16_t unit = 0;
    std::uint16_t version = 0;  ///< of the matrix that put it there
    std::uint8_t state = 0;     ///< tickets::State, and so on
    std::uint8_t priority = 0;
    std::uint8_t channel = 0;
    std::uint8_t reason = 0;  ///< why it was put where it was first: a number of Table::reasons
    std::uint8_t hops = 0;
    std::uint8_t reopens = 0;
    std::uint8_t survey = NotAsked;
    std::uint8_t flags = 0;

    bool has(Flag flag) const { return (flags & flag) != 0; }
    bool operator==(const Fact&) const = default;
};
static_assert(sizeof(Fact) <= 64);

/// An answer after the first.
struct Later {
    std::uint32_t fact = nothing;  ///< its ticket's place in Table::tickets; nothing: the place is free
    std::uint32_t asked_at = 0;
    std::uint32_t answered_at = 0;
    std::uint32_t minutes = 0;
    std::uint32_t next = nothing;  ///< the ticket's next one
    std::uint8_t flags = 0;        ///< of Fact's: FirstWithin or FirstLate, against the target for such answers
};

/// Names and their numbers, in the order they were met. 0 is "": none.
class Words {
public:
    Words() { number(""); }
    std::uint16_t number(std::string_view word);
    std::optional<std::uint16_t> find(std::string_view word) const;
    const std::string& operator[](std::size_t number) const { return words_[number]; }
    std::size_t size() const { return words_.size(); }

private:
    std::vector<std::string> words_;
    std::unordered_map<std::string, std::uint16_t> numbers_;
};

/// All facts, by ticket.
class Table {
public:
    Words roles, areas, units, versions, reasons;

    const std::vector<Fact>& tickets() const { return tickets_; }
    const std::vector<Later>& later() const { return later_; }
    /// How many are not gone.
    std::size_t size() const;

    /// Takes the fact's place, or makes one; its later answers go with it.
    void put(Fact fact, const std::vector<Later>& answers);
    /// Those from one to another: in no figure any more.
    void remove(std::uint64_t first, std::uint64_t last);
    /// Without what a vector keeps for growing.
    void shrink() { tickets_.shrink_to_fit(), later_.shrink_to_fit(), free_.shrink_to_fit(); }

private:
    std::vector<Fact>::iterator place_of(std::uint32_t ticket);
    void forget_answers(Fact& fact);

    std::vector<Fact> tickets_;
    std::vector<Later> later_;
    std::vector<std::uint32_t> free_;  ///< places in later_
};

/// Every ticket's facts in memory, brought up to what is committed before each answer: what figures say is what the lists behind them hold
/// (decision 0068). Loaded once by a scan; after that the feed of changes tells which tickets to read again. Thread-safe.
class Facts {
public:
    /// Loads what is not loaded, then follows the feed to its end. One thread at a time: another waits for it, at most `patience`, and throws
    /// web::Unavailable then. Throws db::Unavailable while the database is away.
    void refresh(db::Database& database, Timestamp now, std::chrono::milliseconds patience = std::chrono::seconds{3});

    /// Loads anew when somebody has written around the feed (a copy put back, a statement by hand): then the number of tickets differs. Now
    /// and then; a scan of an index. Returns whether it did.
    bool check(db::Database& database, Timestamp now);

    /// A load that is under way ends with an exception soon: the service stops.
    void stop() { is_stopping_ = true; }

    /// Reads what is there, while nothing changes: `use(const Table&)`. Quick work only.
    template <class Use>
    auto read(Use&& use) const {
        const std::shared_lock lock{table_mutex_};
        return use(table_);
    }

    /// How often all was read from the beginning.
    std::uint64_t loads() const { return loads_; }

private:
    void load(db::Database& database, Timestamp now);
    void follow(db::Database& database, Timestamp now);
    void read_again(db::Database& database, std::uint64_t first, std::uint64_t last);
    void read_again(db::Database& database, const std::vector<std::uint64_t>& tickets);

    std::timed_mutex following_;  // who holds it reads the database for all
    bool is_loaded_ = false;
    std::uint64_t number_ = 0;  // of the last change that is in the table
    std::atomic<std::uint64_t> loads_ = 0;
    std::atomic<bool> is_stopping_ = false;
    mutable std::shared_mutex table_mutex_;
    Table table_;
};

}  // namespace ansvar::reports

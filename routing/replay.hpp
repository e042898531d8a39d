#pragma once

#include "routing/router.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace ansvar::routing {

/// A ticket that was asked once and is long since answered.
struct PastTicket {
    std::uint64_t id = 0;    ///< the caller's; each ticket must come once
    Request request;         ///< as it was asked, with the area that the person picked
    std::string final_role;  ///< the code of the role that solved it (or a person's initials); "" when nobody knows
    std::optional<UnitNumber> unit = std::nullopt;  ///< the requester's: its exceptions count
};

/// Where a router puts a ticket; the numbers are those of `ReplayNames`.
struct Placed {
    std::uint32_t role = 0;
    std::uint32_t area = 0;
    float confidence = 0;  ///< 0–1, as in `Decision`

    bool operator==(const Placed&) const = default;
};

/// One ticket under both routers. 40 bytes: a hundred thousand of them are no matter.
struct Outcome {
    std::uint64_t ticket = 0;
    Placed before;
    Placed after;
    bool is_final_known = false;
    bool was_right = false;  ///< the role before is the final one; false when that is unknown
    bool is_right = false;   ///< the role after is the final one

    bool operator==(const Outcome&) const = default;
};

/// The roles and areas of two matrices, numbered. The numbers depend on the matrices only.
class ReplayNames {
public:
    ReplayNames(const Matrix& before, const Matrix& after);

    const std::string& role(std::uint32_t number) const { return roles_.at(number); }  ///< a code
    const std::string& area(std::uint32_t number) const { return areas_.at(number); }  ///< a key; "" (number 0) for no area
    std::uint32_t role_number(const std::string& code) const;                          ///< TRIAGE's for a code that neither matrix has
    std::uint32_t area_number(const std::string& key) const;                           ///< 0 for a key that neither matrix has

private:
    std::vector<std::string> roles_;  // TRIAGE first
    std::vector<std::string> areas_;  // "" first
    std::map<std::string, std::uint32_t, std::less<>> role_numbers_;
    std::map<std::string, std::uint32_t, std::less<>> area_numbers_;
};

/// Two routers side by side. Immutable: any number of threads may decide with one; the routers must outlive it.
class Replay {
public:
    Replay(const Router& before, const Router& after);

    Outcome decide(const PastTicket& ticket) const;
    const ReplayNames& names() const { return names_; }
    const Matrix& matrix_before() const { return before_.matrix(); }

private:
    Placed place(const Decision& decision) const;

    const Router& before_;
    const Router& after_;
    ReplayNames names_;
};

/// Gives the next tickets, some hundred at a time; none: there are no more. Called by one thread at a time, from any of them.
using NextTickets = std::function<std::vector<PastTicket>()>;

/// How to run a replay.
struct ReplayRun {
    unsigned threads = 2;                                 ///< at least 1; the outcome is the same for any number
    std::stop_token stop = {};                            ///< when asked, each thread finishes the ticket it has
    std::function<void(std::size_t done)> progress = {};  ///< tickets decided so far, growing; called by one thread at a time
};

/// Decides every ticket of the source. Sorted by ticket; when stopped, those that were decided until then.
/// An exception of the source or of `progress` ends all threads and is thrown on.
std::vector<Outcome> replay(const Replay& routers, const NextTickets& next, const ReplayRun& run = {});

}  // namespace ansvar::routing
